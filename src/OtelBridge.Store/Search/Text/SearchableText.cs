using System.Buffers;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Search.Text;

/// <summary>What a span says as one text, for engines that look through texts themselves: folded, piece after piece, so that a pattern can tell where one ends.</summary>
/// <remarks>
/// <para><c>^piece^piece^</c> with <see cref="Edge"/> for each caret, and behind the last one the words that an engine which parts words at ASCII punctuation alone would not see as
/// such, between <see cref="WordEdge"/>s: ideographs, words beside typographic quotes, the beginning of words longer than <see cref="Words.MaxLength"/>.</para>
/// <para>Stored: a change needs every span to be written again.</para>
/// </remarks>
internal static class SearchableText
{
    /// <summary>Stands before, between and after pieces.</summary>
    public const char Edge = '\u0001';

    /// <summary>Stands before, between and after words that are no pieces.</summary>
    public const char WordEdge = '\u0003';

    // In pieces, in place of the two: a pattern that asks for one of the three is decided by the span.
    private const char Instead = '\u0002';

    private const string Marks = "\u0001\u0002\u0003";

    // What becomes of half a surrogate pair on its way through UTF-8.
    private const char Replacement = '\uFFFD';

    /// <summary>Appends the text of a span.</summary>
    public static void Append(ArrayBufferWriter<char> target, Span span)
    {
        SortedSet<string>? words = null; // bounded by the text
        target.Write([Edge]);
        foreach (var piece in SpanText.Pieces(span))
        {
            var folded = target.GetSpan(piece.Length + 1)[..piece.Length];
            piece.AsSpan().ToLowerInvariant(folded);
            if (HidesWords(folded))
            {
                Collect(new string(folded), words ??= new(StringComparer.Ordinal));
            }

            folded.Replace(Edge, Instead);
            folded.Replace(WordEdge, Instead);
            target.Advance(piece.Length);
            target.Write([Edge]);
        }

        if (words is { Count: > 0 })
        {
            target.Write([WordEdge]);
            foreach (var word in words)
            {
                target.Write(word);
                target.Write([WordEdge]);
            }
        }
    }

    /// <summary>Whether a pattern can be told by the text.</summary>
    public static bool CanTell(string pattern) => pattern.AsSpan().IndexOfAny(Marks) < 0 && !pattern.Contains(Replacement, StringComparison.Ordinal);

    // Texts of ASCII hide no words but the beginnings of long ones.
    private static bool HidesWords(ReadOnlySpan<char> folded)
    {
        var length = 0;
        foreach (var c in folded)
        {
            length = char.IsAsciiLetterOrDigit(c) ? length + 1 : 0;
            if (length > Words.MaxLength || !char.IsAscii(c))
            {
                return true;
            }
        }

        return false;
    }

    private static void Collect(string folded, SortedSet<string> words)
    {
        foreach (var (start, length) in Words.Runs(folded))
        {
            if (length > Words.MaxLength || IsWithin(folded, start - 1) || IsWithin(folded, start + length))
            {
                words.Add(folded.Substring(start, Math.Min(length, Words.MaxLength)));
            }
        }
    }

    // Whether the engine takes a character for one of the word beside it.
    private static bool IsWithin(string text, int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || !char.IsAscii(text[at]));
}
