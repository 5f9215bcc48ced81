namespace OtelBridge.Web.Comparison;

/// <summary>Two texts beside each other, line by line, and word by word inside lines that were changed.</summary>
/// <param name="Blocks">The lines.</param>
public sealed record TextDifference(IReadOnlyList<DifferenceBlock> Blocks)
{
    /// <summary>Gets whether the two are the same.</summary>
    public bool IsSame { get; private init; }

    /// <summary>Gets whether what lies between the first and the last change was too long to be compared line by line.</summary>
    public bool IsCoarse { get; private init; }

    /// <summary>Gets how many characters of both texts are not shown.</summary>
    public long CutCharacters { get; private init; }

    /// <summary>Gets how many lines were added and removed.</summary>
    public int Added { get; private init; }

    /// <summary>Gets how many lines the left side has that the right one has not.</summary>
    public int Removed { get; private init; }

    internal static TextDifference Of(string left, string right, DifferenceBudget budget)
    {
        var (cutLeft, cutRight) = (budget.Cut(left), budget.Cut(right));
        var lines = LineDifference.Of(Lines(cutLeft), Lines(cutRight), budget, out var isCoarse);
        return new TextDifference(Folded(lines))
        {
            IsSame = left == right,
            IsCoarse = isCoarse,
            CutCharacters = (long)left.Length - cutLeft.Length + right.Length - cutRight.Length,
            Added = lines.Count(static line => line is { IsSame: false, RightNumber: > 0 }),
            Removed = lines.Count(static line => line is { IsSame: false, LeftNumber: > 0 }),
        };
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    // Three equal lines stay around every change; folding fewer than three more is not worth a click.
    private static List<DifferenceBlock> Folded(List<DifferenceLine> lines)
    {
        const int Around = 3, Least = 3;
        var blocks = new List<DifferenceBlock>();
        var shown = 0;
        for (var i = 0; i < lines.Count;)
        {
            var end = i;
            while (end < lines.Count && lines[end].IsSame)
            {
                end++;
            }

            var from = i == 0 ? 0 : i + Around;
            var to = end == lines.Count ? end : end - Around;
            if (to - from >= Least)
            {
                Add(false, shown, from);
                Add(true, from, to);
                shown = to;
            }

            i = end;
            while (i < lines.Count && !lines[i].IsSame)
            {
                i++;
            }
        }

        Add(false, shown, lines.Count);
        return blocks;

        void Add(bool isFolded, int start, int end)
        {
            if (end > start)
            {
                blocks.Add(new DifferenceBlock(isFolded, lines.GetRange(start, end - start)));
            }
        }
    }
}
