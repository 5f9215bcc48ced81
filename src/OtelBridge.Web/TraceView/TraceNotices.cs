using System.Globalization;

namespace OtelBridge.Web.TraceView;

/// <summary>Says what is odd about a trace as a whole, so that nobody takes a sender's mistake for ours.</summary>
internal static class TraceNotices
{
    public static IEnumerable<string> Of(Waterfall waterfall)
    {
        var rows = waterfall.Rows;
        if (rows.Count > WaterfallJson.MaxRows)
        {
            yield return Text($"The first {WaterfallJson.MaxRows:N0} of {rows.Count:N0} spans are shown; sums and times count all of them, and the OTLP JSON has all.");
        }

        if (rows.Count > 0 && rows.All(static row => row.Parent is not null || row.Is(WaterfallMarks.Orphan)))
        {
            yield return "No root span has arrived yet; spans whose parents are not here stand at the top.";
        }
        else if (Count(rows, WaterfallMarks.Orphan) is > 0 and var orphans)
        {
            yield return Text($"{orphans:N0} {(orphans == 1 ? "span names a parent that is" : "spans name parents that are")} not here, and {(orphans == 1 ? "stands" : "stand")} at the top.");
        }

        if (Count(rows, WaterfallMarks.Skewed) is > 0 and var skewed)
        {
            yield return Text($"{skewed:N0} {(skewed == 1 ? "span has times" : "spans have times")} that cannot be right beside their parent's: clocks differ.");
        }

        if (Count(rows, WaterfallMarks.Future) is > 0 and var future)
        {
            yield return Text($"{future:N0} {(future == 1 ? "span starts" : "spans start")} in the future.");
        }
    }

    private static int Count(IReadOnlyList<WaterfallRow> rows, WaterfallMarks mark) => rows.Count(row => row.Is(mark));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
