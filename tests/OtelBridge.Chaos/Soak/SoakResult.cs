namespace OtelBridge.Chaos.Soak;

/// <summary>What came of a soak.</summary>
/// <param name="Options">How it was run.</param>
/// <param name="Unswept">Spans a second that the server took at most while nothing was deleted.</param>
/// <param name="Limit">Spans a second that it takes for good, deleting as much as comes in.</param>
/// <param name="Spans">Spans that it has acknowledged in all.</param>
/// <param name="DeletedTraces">Traces that were deleted by hand.</param>
/// <param name="Streams">Live streams that were open.</param>
/// <param name="Skipped">Requests that were due and never sent, since the server was late.</param>
/// <param name="Audited">Traces that were looked for in the end.</param>
/// <param name="Faults">Everything that was wrong.</param>
/// <param name="Samples">What was seen.</param>
internal sealed record SoakResult(
    SoakOptions Options, double Unswept, double Limit, long Spans, int DeletedTraces, int Streams, long Skipped, int Audited, IReadOnlyList<string> Faults, IReadOnlyList<SoakSample> Samples);
