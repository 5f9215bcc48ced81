using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>Reads attributes of received spans.</summary>
public static class SpanText
{
    /// <summary>The text of an attribute, or null.</summary>
    public static string? Attribute(this Span span, string key) => span.Attributes.FirstOrDefault(a => a.Key == key)?.Value.StringValue;
}
