using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Ambient;

/// <summary>What holds for the traces that one flow of calls starts, on top of what held before; disposing it takes it back.</summary>
/// <remarks>Never changed once it is current, since flows that began inside it go on with it.</remarks>
internal sealed class AmbientScope(AmbientScope? before) : IDisposable
{
    private bool _isClosed;
    private bool _isVoid;

    public string? Session { get; init; } = before?.Session;

    public string? User { get; init; } = before?.User;

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = before?.Tags ?? [];

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = before?.Metadata ?? [];

    public MlflowDestination? Destination { get; init; } = before?.Destination;

    /// <summary>The run that this scope began.</summary>
    public MlflowRun? Run { get; init; }

    /// <summary>The run of the traces: the innermost one that is open.</summary>
    public MlflowRun? ActiveRun
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Before)
            {
                if (scope.Run is { IsActive: true } run)
                {
                    return run;
                }
            }

            return null;
        }
    }

    // Scopes that were closed are passed over: their number is bounded by those that are open.
    private AmbientScope? Before { get; } = before;

    /// <summary>Takes a copy of the pairs; the sequence is the caller's, and may fail.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> With(
        IReadOnlyList<KeyValuePair<string, string>>? known, IEnumerable<KeyValuePair<string, string>>? more)
    {
        try
        {
            return more is null ? known ?? [] : [.. known ?? [], .. more];
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.UseSession), e);
            return known ?? [];
        }
    }

    /// <summary>The innermost scope that has not become void.</summary>
    public static AmbientScope? Valid(AmbientScope? scope)
    {
        while (scope is not null && Volatile.Read(ref scope._isVoid))
        {
            scope = scope.Before;
        }

        return scope;
    }

    /// <summary>The innermost scope that is open.</summary>
    public static AmbientScope? Open(AmbientScope? scope)
    {
        while (scope is not null && Volatile.Read(ref scope._isClosed))
        {
            scope = scope.Before;
        }

        return scope;
    }

    /// <summary>Ends the scope for the flow of the caller. One that is still inside another keeps what it has until that one ends.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isClosed, true);
        if (ReferenceEquals(AmbientTrace.Scope, this))
        {
            AmbientTrace.Scope = Open(Before);
        }
    }

    /// <summary>Ends the scope for every flow: its run is over, or never began.</summary>
    public void Void()
    {
        Volatile.Write(ref _isClosed, true);
        Volatile.Write(ref _isVoid, true);
    }
}
