namespace OtelBridge.Store.Ingest;

/// <summary>What became of the spans of one sender.</summary>
/// <param name="Name">The name of the service; empty for the sum of all.</param>
/// <param name="Requests">Requests with spans.</param>
/// <param name="Stored">Spans that were stored; one that was sent twice counts twice, and is stored once.</param>
/// <param name="Refused">Spans that were refused for good.</param>
/// <param name="Failed">Requests of which nothing was stored, and which the sender may repeat.</param>
/// <param name="Last">When the last request came.</param>
public sealed record SenderTally(string Name, long Requests, long Stored, long Refused, long Failed, DateTimeOffset Last)
{
    internal SenderTally Plus(long stored, long refused, long failed, DateTimeOffset moment) =>
        this with { Requests = Requests + 1, Stored = Stored + stored, Refused = Refused + refused, Failed = Failed + failed, Last = moment };

    /// <summary>Counts two together.</summary>
    public SenderTally Plus(SenderTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new SenderTally(Name, Requests + other.Requests, Stored + other.Stored, Refused + other.Refused, Failed + other.Failed, Last > other.Last ? Last : other.Last);
    }
}
