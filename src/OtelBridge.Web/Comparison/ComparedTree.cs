using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Comparison;

/// <summary>The tree of one of the two traces.</summary>
/// <param name="Tops">The spans at the top.</param>
/// <param name="Spans">How many spans it has.</param>
/// <param name="HasContent">Whether inputs and outputs of the spans were looked at.</param>
internal sealed record ComparedTree(IReadOnlyList<ComparedSpan> Tops, int Spans, bool HasContent)
{
    // Reading what every span worked on takes some microseconds for each; of larger traces people compare the shape.
    private const int MaxSpansWithContent = 10_000;

    public static ComparedTree Of(Trace trace)
    {
        var nodes = SpanTree.Build(trace);
        var readsContent = trace.ResourceSpans.Sum(static resource => resource.ScopeSpans.Sum(static scope => scope.Spans.Count)) <= MaxSpansWithContent;
        var all = new List<ComparedSpan>(); // parents before their children
        var tops = new List<ComparedSpan>(nodes.Count);
        var open = new Stack<(SpanNode Node, ComparedSpan? Parent)>(nodes.Reverse().Select(static node => (node, (ComparedSpan?)null)));
        while (open.TryPop(out var next))
        {
            var span = new ComparedSpan(next.Node, trace.Info?.TraceId ?? "", readsContent);
            all.Add(span);
            if (next.Parent is { } parent)
            {
                parent.Add(span);
            }
            else
            {
                tops.Add(span);
            }

            for (var i = next.Node.Children.Count - 1; i >= 0; i--)
            {
                open.Push((next.Node.Children[i], span));
            }
        }

        for (var i = all.Count - 1; i >= 0; i--)
        {
            all[i].SeeShape();
        }

        return new ComparedTree(tops, all.Count, readsContent);
    }
}
