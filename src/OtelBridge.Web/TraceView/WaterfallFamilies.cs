namespace OtelBridge.Web.TraceView;

/// <summary>Finds the children of rows in the order of the tree: the first is the next row, each other comes after all that is below the one before.</summary>
internal static class WaterfallFamilies
{
    /// <summary>Every row that has children, with them. The list is the caller's until the next family.</summary>
    public static IEnumerable<(WaterfallRow Parent, List<WaterfallRow> Children)> Of(IReadOnlyList<WaterfallRow> rows)
    {
        var children = new List<WaterfallRow>(); // bounded by the spans of the trace
        foreach (var row in rows)
        {
            if (row.Children > 0)
            {
                children.Clear();
                Collect(rows, row, children);
                yield return (row, children);
            }
        }
    }

    public static void Collect(IReadOnlyList<WaterfallRow> rows, WaterfallRow parent, List<WaterfallRow> children)
    {
        for (var i = parent.Index + 1; i <= parent.Index + parent.Descendants; i += rows[i].Descendants + 1)
        {
            children.Add(rows[i]);
        }
    }
}
