using System.Globalization;

namespace OtelBridge.Web.Traces;

/// <summary>Text of strangers, cut to what a cell or its hover can show.</summary>
internal static class CellText
{
    private const int MaxCell = 200;
    private const int MaxHover = 1_000;

    /// <summary>One line for a cell.</summary>
    public static string Cell(string text) => Cut(text, MaxCell);

    /// <summary>What is shown on hover.</summary>
    public static string Hover(string text) => Cut(text, MaxHover);

    /// <summary>The first characters, never half of one, with a mark where something is missing.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        // Combining marks belong to the letter before them; a letter with a thousand of them is cut like text without.
        var end = char.IsLowSurrogate(text[max]) ? max - 1 : max;
        for (var back = 0; back < 8 && end > 1 && char.GetUnicodeCategory(text, end) is UnicodeCategory.NonSpacingMark; back++)
        {
            end--;
        }

        return text[..end] + "…";
    }
}
