using OtelBridge.Masking;

namespace OtelBridge.Testing.Comparing;

/// <summary>A tree as a test writes it: a line for each span, deeper lines below. How much deeper is the test's choice, and so is the depth of the first line.</summary>
internal static class ExpectedTree
{
    /// <summary>The lines with two blanks for each level.</summary>
    public static string[] Lines(string text)
    {
        // The depths of the line before and of those above it.
        var depths = new Stack<int>();
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line)))
        {
            var depth = line.Length - line.TrimStart().Length;
            while (depths.TryPeek(out var above) && above >= depth)
            {
                depths.Pop();
            }

            lines.Add(new string(' ', depths.Count * 2) + line.Trim());
            depths.Push(depth);
        }

        return [.. lines];
    }

    /// <summary>Whether a line is as it is expected, where <c>*</c> stands for any text.</summary>
    public static bool Matches(string expected, string actual) =>
        expected == actual || (Wildcard.IsOne(expected) && Depth(expected) == Depth(actual) && new Wildcard(expected).Matches(actual));

    private static int Depth(string line) => line.Length - line.TrimStart().Length;
}
