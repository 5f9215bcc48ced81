using System.Buffers;
using System.Numerics;
using System.Text;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Words in a row that a pattern asks for, looked for in the bytes of a message: most traces that have the words, but not so, need not be read.</summary>
/// <remarks>
/// Only letters, digits and blanks of ASCII, which stand in the message as they are read. Two words at least: what the store reads into a span by itself (types,
/// numbers) is one. Where a message holds such characters as \u00…, which nobody writes, it is read.
/// </remarks>
internal sealed class RawPhrase
{
    private readonly byte[] _phrase;
    private readonly bool _ignoreCase;

    private RawPhrase(string phrase, bool ignoreCase)
    {
        _phrase = Encoding.ASCII.GetBytes(ignoreCase ? phrase.ToLowerInvariant() : phrase);
        _ignoreCase = ignoreCase;
    }

    /// <summary>Gives the longest phrase of a pattern of LIKE or, where case does not matter, ILIKE; null when it has none of two words.</summary>
    public static RawPhrase? Of(string pattern, bool ignoreCase)
    {
        var longest = string.Empty;
        for (var start = 0; start < pattern.Length;)
        {
            var end = start;
            while (end < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[end]) || pattern[end] == ' '))
            {
                end++;
            }

            longest = end - start > longest.Length ? pattern[start..end] : longest;
            start = end + 1;
        }

        return longest.Trim(' ').Contains(' ', StringComparison.Ordinal) ? new RawPhrase(longest, ignoreCase) : null;
    }

    /// <summary>Whether a text in the bytes may have the phrase.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> message)
    {
        if (!_ignoreCase)
        {
            return message.IndexOf(_phrase) >= 0 || HoldsEscaped(message);
        }

        var lower = ArrayPool<byte>.Shared.Rent(message.Length);
        try
        {
            var text = lower.AsSpan(0, message.Length);
            Lower(message, text);
            return text.IndexOf(_phrase) >= 0 || HoldsEscaped(text) || text.IndexOf("\u212A"u8) >= 0 || text.IndexOf("\u0130"u8) >= 0; // the Kelvin sign folds to k, İ to i
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lower);
        }
    }

    // By hand: bytes beyond ASCII, which Ascii.ToLower stops at, are everywhere in a message.
    private static void Lower(ReadOnlySpan<byte> source, Span<byte> target)
    {
        const byte Bit = 0x20;
        var at = 0;
        for (; at <= source.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var bytes = new Vector<byte>(source[at..]);
            var isUpper = Vector.LessThanOrEqual(bytes - new Vector<byte>((byte)'A'), new Vector<byte>((byte)('Z' - 'A')));
            (bytes | (isUpper & new Vector<byte>(Bit))).CopyTo(target[at..]);
        }

        for (; at < source.Length; at++)
        {
            target[at] = char.IsAsciiLetterUpper((char)source[at]) ? (byte)(source[at] | Bit) : source[at];
        }
    }

    private static bool HoldsEscaped(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf("\\u00"u8); at >= 0; at = text.IndexOf("\\u00"u8))
        {
            text = text[(at + 4)..];
            if (text.Length >= 2 && (text[0] is >= (byte)'4' and <= (byte)'7' || (text[0] == '3' && text[1] <= '9') || (text[0] == '2' && text[1] == '0')))
            {
                return true;
            }
        }

        return false;
    }
}
