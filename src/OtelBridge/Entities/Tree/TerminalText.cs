using System.Globalization;
using System.Text;

namespace OtelBridge.Entities.Tree;

/// <summary>Text for a terminal: without anything that could steer it, cut to columns.</summary>
internal static class TerminalText
{
    private const string Ellipsis = "…";

    /// <summary>Appends as much of a text as fits into the columns, with a mark where it is cut; the columns it took.</summary>
    /// <remarks>Looks at no more than could fit. Control characters become marks, line ends and tabs blanks.</remarks>
    public static int Append(StringBuilder line, string text, int columns)
    {
        var start = line.Length;
        var used = 0;
        var lastFitting = start;
        foreach (var rune in text.EnumerateRunes())
        {
            var (shown, width) = Shown(rune);
            if (used + width > columns)
            {
                line.Length = lastFitting;
                line.Append(columns > 0 ? Ellipsis : string.Empty);
                return columns;
            }

            line.Append(shown);
            used += width;
            if (used < columns)
            {
                lastFitting = line.Length;
            }
        }

        return used;
    }

    /// <summary>The columns that a text takes.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(static rune => Shown(rune).Width);

    private static (string Text, int Width) Shown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control when rune.Value is '\n' or '\r' or '\t' => (" ", 1),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => (" ", 1),
        UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => ("\ufffd", 1),

        // Invisible, and some of them turn the direction of what follows; the joiners hold emoji and scripts together.
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D ? (rune.ToString(), 0) : ("\ufffd", 1),
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => (rune.ToString(), 0),
        _ => (rune.ToString(), IsWide(rune.Value) ? 2 : 1),
    };

    /// <summary>The blocks of East Asian text and of emoji, roughly: terminals differ in the rest.</summary>
    private static bool IsWide(int rune) => rune
        is (>= 0x1100 and <= 0x115F)
        or (>= 0x2E80 and <= 0x303E)
        or (>= 0x3041 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1F64F)
        or (>= 0x1F680 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
