namespace OtelBridge.Client.Spans;

/// <summary>What bounds the traces that clients keep open.</summary>
internal sealed record TraceBufferSettings
{
    /// <summary>Traces open at once; one more ends the oldest.</summary>
    public int MaxTraces { get; init; } = 1000;

    /// <summary>Spans open at once in all traces; a trace more ends the oldest, a child more is not recorded.</summary>
    public int MaxSpans { get; init; } = 100_000;

    /// <summary>How long a trace may stay open.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromHours(1);
}
