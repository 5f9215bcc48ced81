using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Ambient;

/// <summary>What holds for the traces that one flow of calls starts, on top of what held before.</summary>
/// <remarks>
/// Never changed once it is current, since flows that began inside it go on with it. An open scope holds values, not the scopes around it: a program
/// that opens one after the other in one flow and closes none keeps the last alone.
/// </remarks>
internal sealed class AmbientScope
{
    // The nearest scope around this one that began a run. Bounded by the runs that are inside each other.
    private readonly AmbientScope? _aroundRun;

    // What holds instead of a scope that is over; that of a run is over for every flow at once, and knows it from the beginning.
    private AmbientScope? _instead;
    private bool _isClosed;
    private bool _isVoid;

    public AmbientScope(AmbientScope? before, MlflowRun? run = null)
    {
        Session = before?.Session;
        User = before?.User;
        Tags = before?.Tags ?? [];
        Metadata = before?.Metadata ?? [];
        Destination = before?.Destination;
        Run = run;
        _aroundRun = RunOf(before);
        _instead = run is null ? null : before;
    }

    public string? Session { get; init; }

    public string? User { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; }

    public MlflowDestination? Destination { get; init; }

    /// <summary>The run of the traces: the innermost one that is open.</summary>
    public MlflowRun? ActiveRun
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope._aroundRun)
            {
                if (scope.Run is { IsActive: true } run)
                {
                    return run;
                }
            }

            return null;
        }
    }

    private MlflowRun? Run { get; }

    /// <summary>Takes a copy of the pairs, of each name the last; the sequence is the caller's, and may fail.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> With(
        IReadOnlyList<KeyValuePair<string, string>>? known, IEnumerable<KeyValuePair<string, string>>? more)
    {
        if (more is null)
        {
            return known ?? [];
        }

        try
        {
            // At most as many as a span can have: the sequence may have no end, and scopes may be opened without one.
            var pairs = new Dictionary<string, string>(known ?? [], StringComparer.Ordinal);
            foreach (var (key, value) in more.Take(SpanBounds.MaxAttributes))
            {
                if (!string.IsNullOrEmpty(key) && (pairs.Count < SpanBounds.MaxAttributes || pairs.ContainsKey(key)))
                {
                    pairs[key] = value;
                }
            }

            return [.. pairs];
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
            scope = scope._instead;
        }

        return scope;
    }

    /// <summary>The innermost scope that is open.</summary>
    public static AmbientScope? Open(AmbientScope? scope)
    {
        while (scope is not null && Volatile.Read(ref scope._isClosed))
        {
            scope = scope._instead;
        }

        return scope;
    }

    /// <summary>Closes the scope: whoever closes one inside it comes to what held before it.</summary>
    public void Close(AmbientScope? before)
    {
        _instead = before;
        Volatile.Write(ref _isClosed, true);
    }

    /// <summary>Ends the scope of a run for every flow: the run is over, or never began.</summary>
    public void Void()
    {
        Volatile.Write(ref _isClosed, true);
        Volatile.Write(ref _isVoid, true);
    }

    private static AmbientScope? RunOf(AmbientScope? scope)
    {
        scope = scope is { Run: null } ? scope._aroundRun : scope;
        while (scope is not null && Volatile.Read(ref scope._isVoid))
        {
            scope = scope._aroundRun;
        }

        return scope;
    }
}
