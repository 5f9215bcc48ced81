using System.Text;
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

    /// <summary>Gives the text of a span.</summary>
    public static string Of(Span span)
    {
        var text = new StringBuilder().Append(Edge);
        var words = new SortedSet<string>(StringComparer.Ordinal); // bounded by the text
        foreach (var piece in SpanText.Pieces(span))
        {
            var folded = TextFolding.Fold(piece);
            CollectHidden(folded, words);
            text.Append(folded.AsSpan().IndexOfAny(Marks) < 0 ? folded : folded.Replace(Edge, Instead).Replace(WordEdge, Instead)).Append(Edge);
        }

        return words.Count == 0 ? text.ToString() : text.Append(WordEdge).AppendJoin(WordEdge, words).Append(WordEdge).ToString();
    }

    /// <summary>Whether a pattern can be told by the text.</summary>
    public static bool CanTell(string pattern) => pattern.AsSpan().IndexOfAny(Marks) < 0 && !pattern.Contains(Replacement, StringComparison.Ordinal);

    private static void CollectHidden(string folded, SortedSet<string> words)
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
