namespace OtelBridge.Tracing.Ambient;

/// <summary>A scope in use by the flow that made it; disposing it puts back what held before.</summary>
internal sealed class AmbientUse : IDisposable
{
    private readonly AmbientScope _scope;
    private readonly AmbientScope? _before;

    private AmbientUse(AmbientScope scope, AmbientScope? before)
    {
        _scope = scope;
        _before = before;
    }

    /// <summary>Makes a scope that of the calling flow.</summary>
    public static AmbientUse Begin(AmbientScope scope, AmbientScope? before)
    {
        AmbientTrace.Scope = scope;
        return new AmbientUse(scope, before);
    }

    /// <summary>Ends the scope for the flow of the caller. One that is still inside another keeps what it has until that one ends.</summary>
    public void Dispose()
    {
        var before = AmbientScope.Open(_before);
        _scope.Close(before);
        if (ReferenceEquals(AmbientTrace.Scope, _scope))
        {
            AmbientTrace.Scope = before;
        }
    }
}
