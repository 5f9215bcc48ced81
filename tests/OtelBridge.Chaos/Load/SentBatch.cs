namespace OtelBridge.Chaos.Load;

/// <summary>Traces that one request carries: their numbers, from which everything in them follows.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ExperimentId">Where they go.</param>
/// <param name="Start">When they start.</param>
internal sealed class SentBatch(long First, int Count, string ExperimentId, DateTimeOffset Start)
{
    private volatile SentState _state;

    public long First { get; } = First;

    public int Count { get; } = Count;

    public string ExperimentId { get; } = ExperimentId;

    public DateTimeOffset Start { get; } = Start;

    public SentState State
    {
        get => _state;
        set => _state = value;
    }

    public IEnumerable<long> Numbers => Enumerable.Range(0, Count).Select(i => First + i);
}
