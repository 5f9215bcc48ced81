namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>The kinds of protected region.</summary>
internal enum RegionKind
{
    Try,
    Filter,
    Catch,

    /// <summary>A finally or a fault block.</summary>
    Finally,
}
