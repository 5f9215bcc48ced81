using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;
using StatusCode = OtelBridge.Otlp.Status.Types.StatusCode;

namespace OtelBridge.Web.TraceView;

/// <summary>The spans of a trace in the order of its tree, with their times: what the page of a trace draws.</summary>
public sealed class Waterfall
{
    private Waterfall(IReadOnlyList<WaterfallRow> rows, WaterfallClock clock, IReadOnlyList<CriticalSection> criticalPath)
    {
        Rows = rows;
        CriticalPath = criticalPath;
        Grows = clock.Grows;
        Now = clock.Now;
        (Start, End) = Bounds(rows);
    }

    /// <summary>Gets every span once, parents before their children, siblings by start.</summary>
    public IReadOnlyList<WaterfallRow> Rows { get; }

    /// <summary>Gets what the trace waited for, from the start of its first span to that span's end, latest first, without a gap.</summary>
    public IReadOnlyList<CriticalSection> CriticalPath { get; }

    /// <summary>Gets when the earliest span began, nanoseconds since 1970; spans from the future do not count unless there are no others.</summary>
    public long Start { get; }

    /// <summary>Gets when the last span ended.</summary>
    public long End { get; }

    /// <summary>Gets the moment that spans without an end are drawn to while the trace grows.</summary>
    public long Now { get; }

    /// <summary>Gets whether a span without an end may still be running.</summary>
    public bool Grows { get; }

    /// <summary>Builds the waterfall of a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="now">The moment, nanoseconds since 1970.</param>
    /// <param name="alignClocks">Moves what starts before its parent, with all that is below it, to where its parent starts.</param>
    public static Waterfall Of(Trace trace, long now, bool alignClocks = false)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var rows = InOrder(trace);
        var clock = new WaterfallClock(trace, now);
        clock.Place(rows, alignClocks);
        Count(rows);
        SelfTimes.Measure(rows);
        return new Waterfall(rows, clock, CriticalPathSearch.Find(rows));
    }

    private static List<WaterfallRow> InOrder(Trace trace)
    {
        var views = SpanView.Of(trace).ToDictionary(static view => view.Span.SpanId);
        var rows = new List<WaterfallRow>(views.Count);
        var open = new Stack<(SpanNode Node, WaterfallRow? Parent, int Position)>(); // a stack of our own: a trace may be deeper than a thread's
        Push(open, SpanTree.Build(trace), null);
        while (open.TryPop(out var next))
        {
            var row = new WaterfallRow(views[next.Node.Span.SpanId], next.Parent, rows.Count) { Children = next.Node.Children.Count, Position = next.Position };
            row.Marks = MarksOf(next.Node);
            rows.Add(row);
            Push(open, next.Node.Children, row);
        }

        return rows;
    }

    private static void Push(Stack<(SpanNode Node, WaterfallRow? Parent, int Position)> open, IReadOnlyList<SpanNode> nodes, WaterfallRow? parent)
    {
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            open.Push((nodes[i], parent, i + 1));
        }
    }

    private static WaterfallMarks MarksOf(SpanNode node) =>
        (node.IsOrphan ? WaterfallMarks.Orphan : 0)
        | (node.Span.Status?.Code == StatusCode.Error ? WaterfallMarks.Failed : 0)
        | (node.Span.Links.Count > 0 ? WaterfallMarks.Linked : 0);

    // From the last to the first, every row is whole before its parent takes its numbers.
    private static void Count(List<WaterfallRow> rows)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i] is { Parent: { } parent } row)
            {
                parent.Descendants += row.Descendants + 1;
                parent.FailuresBelow += row.FailuresBelow + (row.Is(WaterfallMarks.Failed) ? 1 : 0);
            }
        }
    }

    private static (long Start, long End) Bounds(IReadOnlyList<WaterfallRow> rows)
    {
        var present = rows.Any(static row => !row.Is(WaterfallMarks.Future)) ? rows.Where(static row => !row.Is(WaterfallMarks.Future)) : rows;
        var (start, end) = (long.MaxValue, 0L);
        foreach (var row in present)
        {
            (start, end) = (Math.Min(start, row.Start), Math.Max(end, row.End));
        }

        return rows.Count == 0 ? (0, 0) : (start, end);
    }
}
