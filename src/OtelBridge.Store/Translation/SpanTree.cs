using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Translation;

/// <summary>Builds the tree of a trace from its spans, whatever their parents say.</summary>
public static class SpanTree
{
    /// <summary>The spans at the top: roots, then orphans, each by start time. Every span appears exactly once.</summary>
    /// <remarks>Parents that never arrived make orphans; a circle of parents, which only a broken sender makes, is opened at its earliest span.</remarks>
    public static IReadOnlyList<SpanNode> Build(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var costs = trace.SpanCosts.ToDictionary(static item => item.SpanId, static item => item.Cost);
        var nodes = trace.ResourceSpans
            .SelectMany(static resource => resource.ScopeSpans)
            .SelectMany(static scope => scope.Spans)
            .Select(span => new SpanNode(span) { Cost = costs.GetValueOrDefault(span.SpanId) })
            .OrderBy(static node => node.Span.StartTimeUnixNano)
            .ToList();
        var byId = new Dictionary<ByteString, SpanNode>(nodes.Count);
        foreach (var node in nodes)
        {
            byId.TryAdd(node.Span.SpanId, node);
        }

        var tops = Link(nodes, byId);
        OpenCircles(nodes, byId, tops);
        return [.. tops.OrderBy(static node => node.IsOrphan)];
    }

    private static List<SpanNode> Link(List<SpanNode> nodes, Dictionary<ByteString, SpanNode> byId)
    {
        var tops = new List<SpanNode>();
        foreach (var node in nodes)
        {
            if (!node.Span.ParentSpanId.Span.ContainsAnyExcept((byte)0)) // zeros are how some senders say "none"
            {
                tops.Add(node);
            }
            else if (byId.TryGetValue(node.Span.ParentSpanId, out var parent))
            {
                parent.Add(node);
            }
            else
            {
                node.IsOrphan = true;
                tops.Add(node);
            }
        }

        return tops;
    }

    // What cannot be reached from the top hangs on a circle: its earliest span is cut loose and becomes a top.
    private static void OpenCircles(List<SpanNode> nodes, Dictionary<ByteString, SpanNode> byId, List<SpanNode> tops)
    {
        var reached = new HashSet<SpanNode>(nodes.Count);
        foreach (var top in tops)
        {
            Reach(top, reached);
        }

        foreach (var node in nodes.Where(node => !reached.Contains(node)))
        {
            byId[node.Span.ParentSpanId].Remove(node);
            node.IsOrphan = true;
            tops.Add(node);
            Reach(node, reached);
        }
    }

    private static void Reach(SpanNode top, HashSet<SpanNode> reached)
    {
        var open = new Stack<SpanNode>([top]); // a stack of our own: a trace may be deeper than a thread's
        while (open.TryPop(out var node))
        {
            if (reached.Add(node))
            {
                foreach (var child in node.Children)
                {
                    open.Push(child);
                }
            }
        }
    }
}
