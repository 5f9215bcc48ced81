using OtelBridge.Dialects;
using OtelBridge.Pricing;

namespace OtelBridge.Store.Model;

/// <summary>The columns of a span that the store computes with; everything else stays in the payload.</summary>
public sealed class SpanRow
{
    /// <summary>Gets the span id: its eight bytes read as a big-endian number.</summary>
    public required long SpanId { get; init; }

    /// <summary>Gets the hex digits of the OTLP trace id of a span that names another id for its trace; null for the others.</summary>
    public string? OtlpTraceId { get; init; }

    /// <summary>Gets the parent's span id; null for a root.</summary>
    public long? ParentSpanId { get; init; }

    /// <summary>Gets the name of the span.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind as OTLP numbers it; 0 when the span has none.</summary>
    public int Kind { get; init; }

    /// <summary>Gets the span type as plain text; null when the span has none.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the status code of OTLP: 0 unset, 1 OK, 2 error.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the start, nanoseconds since 1970.</summary>
    public required long StartUnixNano { get; init; }

    /// <summary>Gets the end, nanoseconds since 1970; null while the span has not ended.</summary>
    public long? EndUnixNano { get; init; }

    /// <summary>Gets the model that answered, or else the one that was asked for; null when the span names none.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the service that made the span, from its resource; null when it has no name.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets what went wrong: <c>TYPE: MESSAGE</c> of the exception, or else the message of the status; null for a span that did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the token usage that the span itself reports.</summary>
    public SpanTokenUsage? TokenUsage { get; init; }

    /// <summary>Gets what the span cost: what it says itself, or else what its tokens cost; null when that is not known.</summary>
    public SpanCost? Cost { get; init; }

    /// <summary>Gets what the span says of its whole trace; only of roots, and of spans whose parent is in another process.</summary>
    public RootFacts? Root { get; init; }
}
