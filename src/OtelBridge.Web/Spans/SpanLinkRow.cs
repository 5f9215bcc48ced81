namespace OtelBridge.Web.Spans;

/// <summary>A link to another span.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">The span, in hex.</param>
/// <param name="Attributes">What is said of the link.</param>
public sealed record SpanLinkRow(string TraceId, string SpanId, AttributeTable Attributes);
