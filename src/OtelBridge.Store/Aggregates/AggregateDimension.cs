namespace OtelBridge.Store.Aggregates;

/// <summary>What sums are split by.</summary>
public enum AggregateDimension
{
    /// <summary>Name of the trace; sums are of traces.</summary>
    TraceName,

    /// <summary>Model that a span called; sums are of spans that name one.</summary>
    Model,

    /// <summary>Name of the span; sums are of spans.</summary>
    SpanName,

    /// <summary>Type of the span; sums are of spans.</summary>
    SpanType,
}
