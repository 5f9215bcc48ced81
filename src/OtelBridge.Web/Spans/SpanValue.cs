namespace OtelBridge.Web.Spans;

/// <summary>A value of a span.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsJson">Whether the text is JSON, as far as one can tell without reading it.</param>
internal sealed record SpanValue(string Text, bool IsJson);
