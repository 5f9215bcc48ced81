using OtelBridge.Otlp;

namespace OtelBridge.Store.Ingest;

/// <summary>What a span must be to be stored. Everything else is taken as it comes.</summary>
internal static class SpanCheck
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;
    private const string NestedTooDeeply = "the value of an attribute is nested too deeply (more than 30 maps or 45 lists inside each other)";

    /// <summary>Says why a span is refused; null when it is not.</summary>
    /// <remarks>
    /// OTLP: ids of the right length that are not all zero. Times are unsigned there and signed here; past the year 2262 they would turn negative.
    /// A span that ends before it starts (clocks differ) is taken and lasts no time; one without an end has not ended.
    /// </remarks>
    public static string? Refuse(Span span) => span switch
    {
        _ when span.TraceId.Length != TraceIdBytes => $"a trace id has {TraceIdBytes} bytes, not {span.TraceId.Length}",
        _ when IsZero(span.TraceId.Span) => "a trace id must not be all zero",
        _ when span.SpanId.Length != SpanIdBytes => $"a span id has {SpanIdBytes} bytes, not {span.SpanId.Length}",
        _ when IsZero(span.SpanId.Span) => "a span id must not be all zero",
        _ when span.ParentSpanId.Length is not (0 or SpanIdBytes) => $"a parent span id has {SpanIdBytes} bytes or none, not {span.ParentSpanId.Length}",
        _ when span.StartTimeUnixNano > long.MaxValue => "the start time is out of range (nanoseconds since 1970, up to the year 2262)",
        _ when span.EndTimeUnixNano > long.MaxValue => "the end time is out of range (nanoseconds since 1970, up to the year 2262)",
        _ when !AttributeNesting.Fits(span) => NestedTooDeeply,
        _ => null,
    };

    /// <summary>Says why everything below a resource and scope is refused; null when it is not.</summary>
    public static string? Refuse(Resource? resource, InstrumentationScope? scope) =>
        AttributeNesting.Fits(resource) && AttributeNesting.Fits(scope) ? null : NestedTooDeeply;

    private static bool IsZero(ReadOnlySpan<byte> id) => !id.ContainsAnyExcept((byte)0);
}
