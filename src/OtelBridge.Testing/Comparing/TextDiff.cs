using System.Text;

namespace OtelBridge.Testing.Comparing;

/// <summary>What differs between two texts, line by line: <c>-</c> before what is expected only, <c>+</c> before what is there only.</summary>
internal static class TextDiff
{
    /// <summary>How many lines without a difference are shown around those with one.</summary>
    private const int Context = 3;

    /// <summary>The table of common lines has no more cells than this; beyond it the texts are shown one after the other.</summary>
    private const int MostCells = 4_000_000;

    public static string Of(string expected, string actual) => Of(expected.Split('\n'), actual.Split('\n'), static (one, other) => one == other);

    public static string Of(string[] expected, string[] actual, Func<string, string, bool> equals)
    {
        var lines = Lines(expected, actual, equals);
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Mark != ' ')
            {
                shown.AsSpan(Math.Max(0, i - Context)..Math.Min(lines.Count, i + Context + 1)).Fill(true);
            }
        }

        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (shown[i])
            {
                text.Append(lines[i].Mark).Append(' ').Append(lines[i].Text).Append('\n');
            }
            else if (i == 0 || shown[i - 1])
            {
                text.Append("  …\n");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static List<(char Mark, string Text)> Lines(string[] expected, string[] actual, Func<string, string, bool> equals)
    {
        var start = 0;
        while (start < expected.Length && start < actual.Length && equals(expected[start], actual[start]))
        {
            start++;
        }

        var end = 0;
        while (end < expected.Length - start && end < actual.Length - start && equals(expected[^(end + 1)], actual[^(end + 1)]))
        {
            end++;
        }

        // As many as both texts have.
        var lines = new List<(char, string)>(actual[..start].Select(static line => (' ', line)));
        AddMiddle(lines, expected[start..(expected.Length - end)], actual[start..(actual.Length - end)], equals);
        lines.AddRange(actual[(actual.Length - end)..].Select(static line => (' ', line)));
        return lines;
    }

    private static void AddMiddle(List<(char Mark, string Text)> lines, string[] expected, string[] actual, Func<string, string, bool> equals)
    {
        var common = (long)(expected.Length + 1) * (actual.Length + 1) > MostCells ? null : CommonFrom(expected, actual, equals);
        var (e, a) = (0, 0);
        while (e < expected.Length || a < actual.Length)
        {
            if (common is not null && e < expected.Length && a < actual.Length && equals(expected[e], actual[a]))
            {
                lines.Add((' ', actual[a]));
                (e, a) = (e + 1, a + 1);
            }
            else if (e < expected.Length && (common is null || a == actual.Length || common[e + 1, a] >= common[e, a + 1]))
            {
                lines.Add(('-', expected[e++]));
            }
            else
            {
                lines.Add(('+', actual[a++]));
            }
        }
    }

    /// <summary>How many lines the ends of both texts have in common, from each pair of lines on.</summary>
    private static int[,] CommonFrom(string[] expected, string[] actual, Func<string, string, bool> equals)
    {
        var common = new int[expected.Length + 1, actual.Length + 1];
        for (var e = expected.Length - 1; e >= 0; e--)
        {
            for (var a = actual.Length - 1; a >= 0; a--)
            {
                common[e, a] = equals(expected[e], actual[a]) ? common[e + 1, a + 1] + 1 : Math.Max(common[e + 1, a], common[e, a + 1]);
            }
        }

        return common;
    }
}
