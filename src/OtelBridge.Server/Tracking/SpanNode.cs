using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>A span and the spans below it.</summary>
internal sealed class SpanNode(Span span)
{
    public Span Span { get; } = span;

    /// <summary>What the span cost; null when that is not known.</summary>
    public Cost? Cost { get; init; }

    /// <summary>By start time; bounded by the spans of the trace.</summary>
    public List<SpanNode> Children { get; } = [];

    /// <summary>Whether the span names a parent that is not stored, so that it stands at the top without being a root.</summary>
    public bool IsOrphan { get; set; }
}
