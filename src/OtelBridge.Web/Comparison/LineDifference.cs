using DiffPlex;

namespace OtelBridge.Web.Comparison;

/// <summary>Finds which lines of two texts differ.</summary>
internal static class LineDifference
{
    private static readonly Differ Differ = new();

    /// <param name="left">Lines of the left text.</param>
    /// <param name="right">Lines of the right text.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="isCoarse">Whether the lines between the first and the last change were too many to be compared one by one.</param>
    public static List<DifferenceLine> Of(string[] left, string[] right, DifferenceBudget budget, out bool isCoarse)
    {
        var lines = new List<DifferenceLine>(Math.Max(left.Length, right.Length));
        var common = Math.Min(left.Length, right.Length);
        var start = 0;
        while (start < common && left[start] == right[start])
        {
            start++;
        }

        var end = 0;
        while (end < common - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        Same(lines, left, 0, 0, start);
        var (leftEnd, rightEnd) = (left.Length - end, right.Length - end);
        isCoarse = leftEnd > start && rightEnd > start && !budget.MayCompare(leftEnd - start, rightEnd - start, DifferenceBudget.MaxLines);
        if (isCoarse)
        {
            Apart(lines, left, right, start, leftEnd, start, rightEnd);
        }
        else
        {
            Middle(lines, left, right, start, leftEnd, rightEnd, budget);
        }

        Same(lines, left, leftEnd, rightEnd, end);
        return lines;
    }

    private static void Middle(List<DifferenceLine> lines, string[] left, string[] right, int start, int leftEnd, int rightEnd, DifferenceBudget budget)
    {
        var (l, r) = (start, start);
        var found = Differ.CreateCustomDiffs(
            string.Join('\n', left[start..leftEnd]), string.Join('\n', right[start..rightEnd]), ignoreWhiteSpace: false, text => Pieces(text));
        foreach (var block in leftEnd > start && rightEnd > start ? found.DiffBlocks : [])
        {
            var same = start + block.DeleteStartA - l;
            Same(lines, left, l, r, same);
            (l, r) = (l + same, r + same);
            Changed(lines, left, right, l, l + block.DeleteCountA, r, r + block.InsertCountB, budget);
            (l, r) = (l + block.DeleteCountA, r + block.InsertCountB);
        }

        var rest = Math.Min(leftEnd - l, rightEnd - r);
        Same(lines, left, l, r, rest);
        Apart(lines, left, right, l + rest, leftEnd, r + rest, rightEnd);
    }

    // The differ takes an empty text for no line at all; here it is one.
    private static string[] Pieces(string text) => text.Split('\n');

    // The first removed line with the first added one, and so on: a line that was edited stands beside what it became.
    private static void Changed(List<DifferenceLine> lines, string[] left, string[] right, int l, int leftEnd, int r, int rightEnd, DifferenceBudget budget)
    {
        for (; l < leftEnd && r < rightEnd; l++, r++)
        {
            var (before, after) = WordDifference.Of(left[l], right[r], budget);
            lines.Add(new DifferenceLine(l + 1, r + 1, before, after));
        }

        Apart(lines, left, right, l, leftEnd, r, rightEnd);
    }

    private static void Apart(List<DifferenceLine> lines, string[] left, string[] right, int l, int leftEnd, int r, int rightEnd)
    {
        for (; l < leftEnd; l++)
        {
            lines.Add(new DifferenceLine(l + 1, 0, [new DifferencePiece(left[l], false)], []));
        }

        for (; r < rightEnd; r++)
        {
            lines.Add(new DifferenceLine(0, r + 1, [], [new DifferencePiece(right[r], false)]));
        }
    }

    private static void Same(List<DifferenceLine> lines, string[] left, int l, int r, int count)
    {
        for (var i = 0; i < count; i++)
        {
            DifferencePiece[] piece = [new(left[l + i], false)];
            lines.Add(new DifferenceLine(l + i + 1, r + i + 1, piece, piece) { IsSame = true });
        }
    }
}
