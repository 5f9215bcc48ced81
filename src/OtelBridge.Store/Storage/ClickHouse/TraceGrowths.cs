namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Traces that grow here, so that one whose spans come by and by is not read again for each of them. Thread-safe.</summary>
/// <remarks>Only saves reading: each says which writes are in it, and is of no use once the store shows others.</remarks>
internal sealed class TraceGrowths
{
    // About 250 bytes each. Beyond it the traces that were not extended for longest are let go.
    private const int MaxSpans = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string TraceId, TraceGrowth Trace)>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<(string TraceId, TraceGrowth Trace)> _byUse = []; // the latest first
    private int _spans;

    /// <summary>Takes a trace out: nobody else extends it meanwhile. Null when it is not here.</summary>
    public TraceGrowth? Take(string traceId)
    {
        lock (_lock)
        {
            return Remove(traceId);
        }
    }

    /// <summary>Keeps a trace for when it grows again.</summary>
    public void Keep(string traceId, TraceGrowth trace)
    {
        lock (_lock)
        {
            Remove(traceId);
            _byId[traceId] = _byUse.AddFirst((traceId, trace));
            _spans += trace.Count + 1;
            while (_spans > MaxSpans && _byUse.Last is { } last)
            {
                Remove(last.Value.TraceId);
            }
        }
    }

    private TraceGrowth? Remove(string traceId)
    {
        if (!_byId.Remove(traceId, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _spans -= node.Value.Trace.Count + 1;
        return node.Value.Trace;
    }
}
