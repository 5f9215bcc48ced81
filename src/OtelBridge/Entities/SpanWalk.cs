namespace OtelBridge.Entities;

/// <summary>Visits every span of a trace exactly once, parents before their children, in the order of their starts.</summary>
/// <param name="Span">The span.</param>
/// <param name="Parent">The parent that was visited before it; null at the top.</param>
/// <param name="Depth">0 at the top.</param>
/// <param name="IsLast">Whether no other child of the parent follows.</param>
/// <param name="IsRing">Whether the span is at the top because it is its own ancestor.</param>
internal readonly record struct SpanWalk(Span Span, Span? Parent, int Depth, bool IsLast, bool IsRing)
{
    /// <summary>At the top are the spans without a parent and those whose parent is missing, then one of each ring.</summary>
    public static IEnumerable<SpanWalk> Of(Trace trace)
    {
        // One entry for each span of the trace.
        var visited = new HashSet<Span>(ReferenceEqualityComparer.Instance);
        var tops = trace.Spans.Where(span => trace.ParentOf(span) is null).ToList();
        for (var i = 0; i < tops.Count; i++)
        {
            foreach (var visit in Below(trace, new SpanWalk(tops[i], null, 0, i == tops.Count - 1, IsRing: false), visited))
            {
                yield return visit;
            }
        }

        foreach (var span in trace.Spans)
        {
            foreach (var visit in Below(trace, new SpanWalk(span, null, 0, IsLast: true, IsRing: true), visited))
            {
                yield return visit;
            }
        }
    }

    // A stack of its own: a chain of spans may be longer than the thread's stack is deep.
    private static IEnumerable<SpanWalk> Below(Trace trace, SpanWalk top, HashSet<Span> visited)
    {
        var left = new Stack<SpanWalk>();
        left.Push(top);
        while (left.TryPop(out var next))
        {
            if (!visited.Add(next.Span))
            {
                continue;
            }

            yield return next;
            var children = trace.ChildrenOf(next.Span);
            for (var i = children.Count - 1; i >= 0; i--)
            {
                left.Push(new SpanWalk(children[i], next.Span, next.Depth + 1, i == children.Count - 1, IsRing: false));
            }
        }
    }
}
