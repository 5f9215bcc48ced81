using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Translation;

/// <summary>A span and the spans below it.</summary>
/// <param name="span">The span.</param>
public sealed class SpanNode(Span span)
{
    private readonly List<SpanNode> _children = []; // bounded by the spans of the trace

    /// <summary>Gets the span as it was received.</summary>
    public Span Span { get; } = span;

    /// <summary>Gets what the span cost; null when that is not known.</summary>
    public Cost? Cost { get; init; }

    /// <summary>Gets the spans below it, by start time.</summary>
    public IReadOnlyList<SpanNode> Children => _children;

    /// <summary>Gets whether the span names a parent that is not stored, so that it stands at the top without being a root.</summary>
    public bool IsOrphan { get; internal set; }

    internal void Add(SpanNode child) => _children.Add(child);

    internal void Remove(SpanNode child) => _children.Remove(child);
}
