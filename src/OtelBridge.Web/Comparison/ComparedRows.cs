namespace OtelBridge.Web.Comparison;

/// <summary>The rows of a comparison that a page shows.</summary>
/// <param name="Shown">The rows.</param>
/// <param name="Found">How many there are to be shown.</param>
/// <param name="All">How many there are.</param>
/// <param name="Differing">How many differ.</param>
/// <param name="Paired">How many are on both sides.</param>
/// <param name="LongestNano">The time that fills a bar.</param>
public sealed record ComparedRows(IReadOnlyList<ComparedRow> Shown, int Found, int All, int Differing, int Paired, long LongestNano)
{
    public const int Few = 400;
    public const int Most = 4_000;

    /// <summary>Gets the key of the row before the chosen one that differs; empty when there is none.</summary>
    public string Previous { get; private init; } = "";

    /// <summary>Gets the key of the row after the chosen one that differs; empty when there is none.</summary>
    public string Next { get; private init; } = "";

    internal static ComparedRows Of(IReadOnlyList<AlignedSpan> aligned, int chosen, bool onlyDifferences, bool showsAll)
    {
        var rows = aligned.Select(ComparedRow.Of).ToList();
        var shown = onlyDifferences ? OnlyDiffering(rows) : rows;
        return new ComparedRows(
            [.. shown.Take(showsAll ? Most : Few)],
            shown.Count,
            rows.Count,
            rows.Count(static row => row.Kind != DifferenceKind.Same),
            rows.Count(static row => row.Kind is DifferenceKind.Same or DifferenceKind.Changed),
            rows.Select(static row => Math.Max(row.LeftDuration ?? 0, row.RightDuration ?? 0)).DefaultIfEmpty().Max())
        {
            Previous = rows.Take(Math.Max(0, chosen)).LastOrDefault(IsOwnDifference)?.Key ?? "",
            Next = rows.Skip(chosen + 1).FirstOrDefault(IsOwnDifference)?.Key ?? "",
        };
    }

    private static bool IsOwnDifference(ComparedRow row) => row.Kind != DifferenceKind.Same;

    // What differs, and what it lies in.
    private static List<ComparedRow> OnlyDiffering(List<ComparedRow> rows)
    {
        var kept = new List<ComparedRow>();
        var depth = -1; // above which rows are parents of what was kept last
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i].Kind != DifferenceKind.Same || rows[i].Depth < depth)
            {
                kept.Add(rows[i]);
                depth = rows[i].Depth;
            }
        }

        kept.Reverse();
        return kept;
    }
}
