using DiffPlex;
using DiffPlex.Model;

namespace OtelBridge.Web.Comparison;

/// <summary>Finds which words of two lines differ.</summary>
internal static class WordDifference
{
    private const int MaxWords = 800;

    // Marks in lines that have little in common are noise: the line as a whole was replaced.
    private const double LeastCommon = 0.25;

    private static readonly Differ Differ = new();

    public static (IReadOnlyList<DifferencePiece> Left, IReadOnlyList<DifferencePiece> Right) Of(string left, string right, DifferenceBudget budget)
    {
        var (leftWords, rightWords) = (Words(left), Words(right));
        if (leftWords.Length == 0 || rightWords.Length == 0 || !budget.MayCompare(leftWords.Length, rightWords.Length, MaxWords))
        {
            return (Whole(left), Whole(right));
        }

        var found = Differ.CreateCustomDiffs(left, right, ignoreWhiteSpace: false, Words);
        var isDeleted = Marks(leftWords.Length, found.DiffBlocks, static block => (block.DeleteStartA, block.DeleteCountA));
        var isInserted = Marks(rightWords.Length, found.DiffBlocks, static block => (block.InsertStartB, block.InsertCountB));
        return Kept(leftWords, isDeleted) < LeastCommon * left.Length && Kept(rightWords, isInserted) < LeastCommon * right.Length
            ? (Whole(left), Whole(right))
            : (Pieces(leftWords, isDeleted), Pieces(rightWords, isInserted));
    }

    private static DifferencePiece[] Whole(string text) => [new DifferencePiece(text, false)];

    private static bool[] Marks(int length, IList<DiffBlock> blocks, Func<DiffBlock, (int Start, int Count)> range)
    {
        var marks = new bool[length];
        foreach (var (start, count) in blocks.Select(range))
        {
            marks.AsSpan(start, count).Fill(true);
        }

        return marks;
    }

    // Blanks are common to all lines.
    private static int Kept(string[] words, bool[] marks) => words.Where((word, i) => !marks[i] && !string.IsNullOrWhiteSpace(word)).Sum(static word => word.Length);

    private static List<DifferencePiece> Pieces(string[] words, bool[] marks)
    {
        var pieces = new List<DifferencePiece>();
        for (var i = 0; i < words.Length;)
        {
            var start = i;
            while (i < words.Length && marks[i] == marks[start])
            {
                i++;
            }

            pieces.Add(new DifferencePiece(string.Concat(words[start..i]), marks[start]));
        }

        return pieces;
    }

    // Words, blanks between them, and every other character by itself.
    private static string[] Words(string line)
    {
        var words = new List<string>(); // bounded by the line
        for (var i = 0; i < line.Length;)
        {
            var start = i;
            var kind = KindOf(line[i]);
            do
            {
                i++;
            }
            while (i < line.Length && kind != 0 && KindOf(line[i]) == kind);

            // Half a pair is no character.
            i = i < line.Length && char.IsSurrogatePair(line[i - 1], line[i]) ? i + 1 : i;
            words.Add(line[start..i]);
        }

        return [.. words];
    }

    private static int KindOf(char c) => char.IsLetterOrDigit(c) || c == '_' ? 1 : char.IsWhiteSpace(c) ? 2 : 0;
}
