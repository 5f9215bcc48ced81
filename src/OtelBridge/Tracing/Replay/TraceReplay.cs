using OtelBridge.Attributes;
using OtelBridge.Entities;

namespace OtelBridge.Tracing.Replay;

/// <summary>Makes the spans of a recorded trace again, as spans of a trace of this process: same tree, times and contents.</summary>
/// <remarks>A span is an Activity, whose id nobody can choose, so its ids are new. A span whose parent is missing becomes a child of the target.</remarks>
internal static class TraceReplay
{
    /// <summary>How much earlier the span around a trace starts than the trace, so that it is the first of its spans.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(1);

    /// <summary>Adds a trace below a span.</summary>
    public static void Below(MlflowSpan target, Trace trace)
    {
        if (target is not { IsRecording: true, Activity: { } activity })
        {
            return;
        }

        ReplayedFacts.Merge(ActiveTrace.LocalRoot(activity) ?? activity, trace.Info);
        var end = trace.Spans.Max(static span => span.EndTimeNs ?? span.StartTimeNs);

        // Bounded by the spans of the trace, which is in memory.
        var started = new Dictionary<Span, MlflowSpan>(ReferenceEqualityComparer.Instance);
        var order = new List<(Span Span, MlflowSpan Started)>();
        try
        {
            foreach (var visit in SpanWalk.Of(trace))
            {
                var span = ReplayedSpan.Start(visit.Span, visit.Parent is { } parent ? started[parent] : target);
                started.Add(visit.Span, span);
                order.Add((visit.Span, span));
            }
        }
        finally
        {
            // Children end before their parents.
            for (var i = order.Count - 1; i >= 0; i--)
            {
                ReplayedSpan.End(order[i].Started, order[i].Span.EndTimeNs ?? end);
            }
        }
    }

    /// <summary>Adds a trace as one of its own, below a span <c>Remote Trace</c> that says what its root says.</summary>
    public static void AsRoot(Trace trace)
    {
        var root = trace.Root ?? trace.Spans[0];
        var around = SpanStart.BeginDetached(
            $"Remote Trace <{root.Name}>", root.SpanType, parent: null, ReplayedSpan.Time(trace.Spans.Min(static span => span.StartTimeNs)) - Lead);
        ReplayedSpan.CopyAttribute(around, root, MlflowKeys.SpanInputs);
        ReplayedSpan.CopyAttribute(around, root, MlflowKeys.SpanOutputs);
        around.SetStatus(root.Status, root.StatusDescription);
        try
        {
            Below(around, trace);
        }
        finally
        {
            ReplayedSpan.End(around, trace.Spans.Max(static span => span.EndTimeNs ?? span.StartTimeNs));
        }
    }
}
