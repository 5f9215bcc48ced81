namespace OtelBridge.Web.TraceView;

/// <summary>Measures how long each span ran while none of its children did.</summary>
internal static class SelfTimes
{
    public static void Measure(IReadOnlyList<WaterfallRow> rows)
    {
        foreach (var row in rows)
        {
            row.SelfTime = row.Duration;
        }

        foreach (var family in WaterfallFamilies.Of(rows))
        {
            family.Parent.SelfTime -= Covered(family.Parent, family.Children);
        }
    }

    // How much of a span its children cover; they overlap, stand out of it, and come in any order where clocks are wrong.
    private static long Covered(WaterfallRow parent, List<WaterfallRow> children)
    {
        children.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var (covered, until) = (0L, parent.Start);
        foreach (var child in children)
        {
            var from = Math.Max(child.Start, until);
            var to = Math.Min(child.End, parent.End);
            if (to > from)
            {
                covered += to - from;
                until = to;
            }
        }

        return covered;
    }
}
