namespace OtelBridge.Store.Aggregates;

/// <summary>How much a store holds, and what waits in it.</summary>
/// <param name="Traces">Traces.</param>
/// <param name="Spans">Spans; about, on a shared database.</param>
/// <param name="Bytes">What the store takes on disk, indexes included.</param>
/// <param name="PayloadBytes">The part of it that spans as they were received take.</param>
/// <param name="UnindexedTraces">Traces whose words are not in the text index yet; searches look into them one by one.</param>
/// <param name="OldestStartUnixNano">Start of the oldest trace; null when there is none.</param>
/// <param name="WaitingWrites">Requests of this process that wait to be stored.</param>
public sealed record StoreSize(long Traces, long Spans, long Bytes, long PayloadBytes, long UnindexedTraces, long? OldestStartUnixNano, long WaitingWrites)
{
    /// <summary>Counts two stores together.</summary>
    public StoreSize Plus(StoreSize other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var oldest = OldestStartUnixNano is { } own && other.OldestStartUnixNano is { } others ? Math.Min(own, others) : OldestStartUnixNano ?? other.OldestStartUnixNano;
        return new StoreSize(
            Traces + other.Traces, Spans + other.Spans, Bytes + other.Bytes, PayloadBytes + other.PayloadBytes, UnindexedTraces + other.UnindexedTraces, oldest,
            WaitingWrites + other.WaitingWrites);
    }
}
