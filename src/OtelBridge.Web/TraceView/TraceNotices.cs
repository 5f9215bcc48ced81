using OtelBridge.Web.Wording;

namespace OtelBridge.Web.TraceView;

/// <summary>Says what is odd about a trace as a whole, so that nobody takes a sender's mistake for ours.</summary>
internal static class TraceNotices
{
    public static IEnumerable<string> Of(Waterfall waterfall)
    {
        var rows = waterfall.Rows;
        if (rows.Count > WaterfallJson.MaxRows)
        {
            yield return $"The first {CountText.Exact(WaterfallJson.MaxRows)} of {CountText.Exact(rows.Count)} spans are shown; sums and times count all of them, and the OTLP JSON has all.";
        }

        if (rows.Count > 0 && rows.All(static row => row.Parent is not null || row.Is(WaterfallMarks.Orphan)))
        {
            yield return "No root span has arrived yet; spans whose parents are not here stand at the top.";
        }
        else if (Count(rows, WaterfallMarks.Orphan) is > 0 and var orphans)
        {
            yield return $"{CountText.Of(orphans, "span names a parent that is not here, and stands", "spans name parents that are not here, and stand")} at the top.";
        }

        if (Count(rows, WaterfallMarks.Skewed) is > 0 and var skewed)
        {
            yield return $"{CountText.Of(skewed, "span has times that cannot be right beside its parent's", "spans have times that cannot be right beside their parents'")}: clocks differ.";
        }

        if (Count(rows, WaterfallMarks.Future) is > 0 and var future)
        {
            yield return $"{CountText.Of(future, "span starts", "spans start")} in the future.";
        }
    }

    private static int Count(IReadOnlyList<WaterfallRow> rows, WaterfallMarks mark) => rows.Count(row => row.Is(mark));
}
