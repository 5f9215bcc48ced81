namespace OtelBridge.Store.Access;

/// <summary>What kinds of requests somebody may send, whatever the experiment.</summary>
[Flags]
public enum AccessScopes
{
    /// <summary>None: what everybody may ask.</summary>
    None = 0,

    /// <summary>Store spans.</summary>
    Ingest = 1,

    /// <summary>Look.</summary>
    Read = 2,

    /// <summary>Change.</summary>
    Write = 4,

    /// <summary>Keys, people and their permissions; and everything in every experiment.</summary>
    Admin = 8,
}
