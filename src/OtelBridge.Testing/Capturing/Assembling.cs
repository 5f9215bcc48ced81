using System.Diagnostics;
using OtelBridge.Sources;
using OtelBridge.Tracing;

namespace OtelBridge.Testing.Capturing;

/// <summary>Makes a tree of the spans of one trace.</summary>
internal static class Assembling
{
    /// <summary>The trace; null when no span of it is one that a destination would get.</summary>
    public static CapturedTrace? Trace(IGrouping<ActivityTraceId, SpanEntry> entries)
    {
        var all = entries.ToDictionary(static e => e.Span.SpanId);

        // What has neither ended nor been left out is shown as it is now; a folded span never comes to a destination.
        var shown = all.Values.Where(static e => e.Record is not null || (!e.Span.IsStopped && FoldedCalls.Into(e.Span) is null)).ToDictionary(static e => e.Span.SpanId, static e => e.Record ?? SpanRecord.Of(e.Span, masks: null));
        if (shown.Count == 0)
        {
            return null;
        }

        var children = shown.Keys.ToLookup(id => ParentOf(all[id].Span, all, shown));
        var spans = new List<CapturedSpan>(shown.Count);

        // As deep as the tree is, and as wide: no recursion, since spans nest as deep as a program likes.
        var left = new Stack<(ActivitySpanId Id, CapturedSpan? Parent)>();
        Push(default, null);

        // As many as the trace has spans. Ids that a program makes up can be a ring, which no root leads to.
        var seen = new HashSet<ActivitySpanId>();
        while (left.TryPop(out var next) || TryPopRing(out next))
        {
            if (seen.Add(next.Id))
            {
                var span = new CapturedSpan(shown[next.Id], next.Parent);
                spans.Add(span);
                Push(next.Id, span);
            }
        }

        return new CapturedTrace(TraceIds.TextOf(entries.First().Span), spans, all.Values.All(static e => e.IsSettled));

        void Push(ActivitySpanId parent, CapturedSpan? span)
        {
            foreach (var id in children[parent].OrderByDescending(id => shown[id].StartTime).ThenByDescending(id => all[id].Order))
            {
                left.Push((id, span));
            }
        }

        bool TryPopRing(out (ActivitySpanId Id, CapturedSpan? Parent) next)
        {
            next = (shown.Keys.FirstOrDefault(id => !seen.Contains(id)), null);
            return next.Id != default;
        }
    }

    /// <summary>The nearest span above that is shown; nothing for a root. On the way are spans that were left out, and activities that nobody records.</summary>
    private static ActivitySpanId ParentOf(Activity span, Dictionary<ActivitySpanId, SpanEntry> all, Dictionary<ActivitySpanId, SpanRecord> shown)
    {
        var at = span;
        for (var i = 0; i <= all.Count && at is not null; i++)
        {
            var id = at.ParentSpanId;
            if (shown.ContainsKey(id))
            {
                return id;
            }

            at = all.TryGetValue(id, out var leftOut) ? leftOut.Span : at.Parent;
        }

        return default;
    }
}
