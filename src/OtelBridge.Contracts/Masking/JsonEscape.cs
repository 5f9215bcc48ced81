using System.Globalization;
using System.Text;

namespace OtelBridge.Masking;

/// <summary>The escapes of JSON's strings, where no reader of JSON can be asked.</summary>
internal static class JsonEscape
{
    /// <summary>The character that an escape means.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Behind the backslash.</param>
    /// <param name="length">How long the escape is.</param>
    public static char? Read(string text, int at, out int length)
    {
        length = 1;
        switch (at < text.Length ? text[at] : '\0')
        {
            case '\'' or '"' or '\\' or '/': return text[at];
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 5 <= text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                length = 5;
                return (char)unit;
            default:
                length = 0;
                return null;
        }
    }

    /// <summary>The text with every escape replaced by what it means, as far as it means something.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && Read(text, at + 1, out var length) is { } character)
            {
                plain.Append(character);
                at += length;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }
}
