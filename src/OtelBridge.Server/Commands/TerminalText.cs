using System.Globalization;
using System.Text;

namespace OtelBridge.Server.Commands;

/// <summary>Makes text that came from outside safe to show: a name must not move the cursor, ring, recolour or reorder the line.</summary>
internal static class TerminalText
{
    private const int FirstControlPicture = 0x2400;

    /// <summary>Replaces control characters by their pictures, line breaks by <c>↵</c>, and what reorders text or is broken by <c>�</c>.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(static c => IsSuspect(c)))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes out as U+FFFD
        {
            Append(builder, rune);
        }

        return builder.ToString();
    }

    /// <summary>Cleans text and cuts it to a number of characters.</summary>
    public static string Clean(string text, int maxLength) =>
        text.Length <= maxLength ? Clean(text) : Clean(text[..(char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1)]) + "…";

    private static void Append(StringBuilder builder, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n' or 0x2028 or 0x2029:
                builder.Append('↵');
                break;
            case '\r':
                break; // the line feed after it is shown
            case '\t':
                builder.Append(' ');
                break;
            case < 0x20:
                builder.Append((char)(FirstControlPicture + rune.Value));
                break;
            case 0x7F:
                builder.Append('␡');
                break;
            default:
                builder.Append(rune.Value <= char.MaxValue && IsSuspect((char)rune.Value) ? "\uFFFD" : rune.ToString());
                break;
        }
    }

    // Control (C0, DEL, C1), format (direction overrides, zero width), line and paragraph separators, surrogates. The zero-width joiner
    // stays: it makes one emoji of several and letters of some scripts.
    private static bool IsSuspect(char c) => c != '\u200D' && char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;
}
