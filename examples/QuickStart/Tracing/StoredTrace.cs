using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace QuickStart.Tracing;

/// <summary>A trace as the store gave it back, as a tree.</summary>
internal sealed class StoredTrace
{
    private readonly ILookup<ByteString, Span> _byParent;

    public StoredTrace(Trace trace)
    {
        Info = trace.Info;
        var spans = trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans);
        _byParent = spans.OrderBy(static span => span.StartTimeUnixNano).ToLookup(static span => span.ParentSpanId);
    }

    public TraceInfo Info { get; }

    /// <summary>Gets the span that has no parent.</summary>
    public Span? Root => _byParent[ByteString.Empty].FirstOrDefault();

    public IEnumerable<Span> ChildrenOf(Span span) => _byParent[span.SpanId];

    /// <summary>Whether everything came back: a root that ended well, and the right number of spans below it.</summary>
    public bool IsWhole(int spans) => Info.State == TraceState.Ok && Root is { } root && CountFrom(root, depth: 0) == spans;

    // The spans are this program's own and five; the bound only keeps a foreign store from sending us in circles.
    private int CountFrom(Span span, int depth) => depth > 100 ? 0 : 1 + ChildrenOf(span).Sum(child => CountFrom(child, depth + 1));
}
