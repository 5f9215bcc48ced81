namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>A write to a trace, whose record is to be computed again.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="WriteId">The write, by an <see cref="ArrivalClock"/>.</param>
/// <param name="OwnSpans">The spans that it has inserted; null for a write of clients.</param>
/// <param name="OwnClient">All that clients have said of the trace by now; null for a write of spans.</param>
internal sealed record RecordInput(string TraceId, ulong WriteId, IReadOnlyList<StoredSpanRow>? OwnSpans, ClientState? OwnClient)
{
    /// <summary>Gets the experiment that spans were sent to.</summary>
    public long ExperimentId { get; init; }

    /// <summary>Gets whether a span or its resource names the experiment, so that a trace which exists moves there.</summary>
    public bool ExperimentIsExplicit { get; init; }

    /// <summary>Gets the days of the spans; null when they are those of <see cref="OwnSpans"/>.</summary>
    public (int First, int Last)? Days { get; init; }

    /// <summary>Gets how many writes a deletion stands for; 0 for other writes.</summary>
    public ulong Deleted { get; init; }
}
