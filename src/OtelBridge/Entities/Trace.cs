namespace OtelBridge.Entities;

/// <summary>A trace with its spans, as it is read back.</summary>
public sealed record Trace
{
    /// <summary>Gets what is known of the trace as a whole.</summary>
    public required TraceInfo Info { get; init; }

    /// <summary>Gets the spans: roots first, then by their start.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];
}
