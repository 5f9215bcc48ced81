using System.Globalization;
using System.Text;

namespace OtelBridge.Web.Content;

/// <summary>Reads the text between the quotes of JSON piece by piece, so that a long one is never held whole. What is no text is shown by a replacement character.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6; // \u1234

    /// <summary>Gives at most so many characters, and how many bytes they take.</summary>
    public static (string Text, int Bytes) Read(ReadOnlySpan<byte> raw, int maxLength)
    {
        var text = new StringBuilder(Math.Min(maxLength, raw.Length));
        var at = 0;
        while (at < raw.Length && text.Length < maxLength)
        {
            at += raw[at] == (byte)'\\' ? AddEscape(text, raw[at..]) : AddPlain(text, raw[at..], maxLength - text.Length);
        }

        return (text.ToString(), at);
    }

    /// <summary>Gives a whole text that is known to be short; a longer one is cut.</summary>
    public static string Short(ReadOnlySpan<byte> raw, int maxLength)
    {
        var (text, bytes) = Read(raw, maxLength);
        return bytes < raw.Length ? text + "…" : text;
    }

    private static int AddPlain(StringBuilder text, ReadOnlySpan<byte> raw, int maxLength)
    {
        var end = raw.IndexOf((byte)'\\');
        var plain = end < 0 ? raw : raw[..end];
        var taken = 0;
        while (taken < plain.Length && maxLength > 0)
        {
            // One character has at most four bytes: what surely fits is decoded at once, the rest one by one.
            if (plain.Length - taken <= maxLength)
            {
                text.Append(Encoding.UTF8.GetString(plain[taken..]));
                return plain.Length;
            }

            Rune.DecodeFromUtf8(plain[taken..], out var rune, out var bytes);
            text.Append(rune.ToString());
            taken += bytes;
            maxLength -= rune.Utf16SequenceLength;
        }

        return taken;
    }

    private static int AddEscape(StringBuilder text, ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2)
        {
            return raw.Length;
        }

        if (raw[1] != (byte)'u')
        {
            text.Append(raw[1] switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                var other => (char)other,
            });
            return 2;
        }

        if (Unit(raw) is not { } first)
        {
            return Math.Min(EscapeLength, raw.Length);
        }

        if (char.IsHighSurrogate(first) && Unit(raw[EscapeLength..]) is { } second && char.IsLowSurrogate(second))
        {
            text.Append(first).Append(second);
            return 2 * EscapeLength;
        }

        text.Append(char.IsSurrogate(first) ? '\uFFFD' : first);
        return EscapeLength;
    }

    private static char? Unit(ReadOnlySpan<byte> raw) =>
        raw.Length >= EscapeLength && raw[0] == (byte)'\\' && raw[1] == (byte)'u'
        && ushort.TryParse(raw[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
