namespace OtelBridge.Web.TraceView;

/// <summary>Finds what a trace waited for: had one of these sections been shorter, the trace would have been.</summary>
/// <remarks>Walks back from the end of a span: it waited last for the child that ended last; before that child began, for the one that had ended last by then, and so on. What lies between is
/// the span's own. A child that outlives its parent counts until its parent ended.</remarks>
internal static class CriticalPathSearch
{
    /// <summary>The sections of the first root, or of the longest span at the top where there is none, latest first; they cover it without gap or overlap. Rows on the path are marked.</summary>
    public static IReadOnlyList<CriticalSection> Find(IReadOnlyList<WaterfallRow> rows)
    {
        var sections = new List<CriticalSection>();
        if (TopOf(rows) is not { } top)
        {
            return sections;
        }

        var open = new Stack<Walk>(); // as deep as the trace
        open.Push(Enter(rows, top, top.Start, top.End));
        while (open.TryPeek(out var walk))
        {
            if (walk.Next() is { } child)
            {
                var (from, to) = (Math.Max(child.Start, walk.From), Math.Min(child.End, walk.To));
                Add(sections, walk.Row, to, walk.At);
                walk.At = from;
                open.Push(Enter(rows, child, from, to));
            }
            else
            {
                Add(sections, walk.Row, walk.From, walk.At);
                open.Pop();
            }
        }

        return sections;
    }

    private static WaterfallRow? TopOf(IReadOnlyList<WaterfallRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        return rows[0].Is(WaterfallMarks.Orphan) ? rows.Where(static row => row.Parent is null).MaxBy(static row => row.Duration) : rows[0];
    }

    private static Walk Enter(IReadOnlyList<WaterfallRow> rows, WaterfallRow row, long from, long to)
    {
        row.Marks |= WaterfallMarks.Critical;
        var children = new List<WaterfallRow>(row.Children);
        WaterfallFamilies.Collect(rows, row, children);
        children.Sort((left, right) => (Math.Min(left.End, to), right.Start, right.Index).CompareTo((Math.Min(right.End, to), left.Start, left.Index)));
        return new Walk(row, from, to, children);
    }

    private static void Add(List<CriticalSection> sections, WaterfallRow row, long from, long to)
    {
        if (to > from)
        {
            sections.Add(new CriticalSection(row, from, to));
        }
    }

    private sealed class Walk(WaterfallRow row, long from, long to, List<WaterfallRow> byEnd)
    {
        private int _left = byEnd.Count;

        public WaterfallRow Row { get; } = row;

        public long From { get; } = from;

        public long To { get; } = to;

        /// <summary>Gets or sets how far back the walk has come.</summary>
        public long At { get; set; } = to;

        /// <summary>The child that ended last by now; null when none is left.</summary>
        public WaterfallRow? Next()
        {
            while (_left > 0)
            {
                var child = byEnd[--_left];
                var end = Math.Min(child.End, To);
                if (end <= At && end > Math.Max(child.Start, From))
                {
                    return child;
                }
            }

            return null;
        }
    }
}
