using System.Globalization;
using System.Text;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Looks for patterns and words in the pieces of <see cref="SearchableText"/>, the column <c>text</c> of a span.</summary>
internal static class PieceText
{
    // Any character of a piece.
    private const string Any = @"[^\x01\x03]";

    // What stands before a word: a character that ClickHouse's index takes for none of a word.
    private const string BeforeWord = @"[^0-9a-z\x{80}-\x{10FFFF}]";

    // What ClickHouse looks up among the words of its index, in place of reading texts, is of so many letters.
    private const int ShortestLookedUp = 4;

    // Larger patterns make an automaton of a size that ClickHouse may refuse; the spans decide.
    private const int MostWildcards = 32;
    private const int LongestPattern = 2000;

    /// <summary>Gives the condition that a piece, folded, is like a pattern.</summary>
    public static Enclosure Like(string pattern, SearchContext context)
    {
        if (!SearchableText.CanTell(pattern))
        {
            return Enclosure.AtMost(SearchCondition.Always);
        }

        var folded = TextFolding.Fold(pattern);
        var values = context.Values;
        var parts = folded.Split('%', '_').Where(static part => part.Length > 0).ToArray();
        var wildcards = folded.Count(static c => c is '%' or '_');
        if (!folded.Contains('_', StringComparison.Ordinal) && Inner(folded) is { } inner)
        {
            // One part with any text, or none, around it.
            var known = inner.Length == 0 && folded.Length > 0 ? SearchCondition.Always : Has(Edged(folded, inner), values);
            return Enclosure.Exactly($"{LookedUp(parts, values)}{known}");
        }

        var narrowed = LookedUp(parts, values) + string.Join(" AND ", parts.Select(part => Has(part, values)).DefaultIfEmpty(SearchCondition.Always));
        if (!context.UsesPatterns || wildcards > MostWildcards || folded.Length > LongestPattern)
        {
            return Enclosure.AtMost(narrowed);
        }

        return Enclosure.Exactly($"{narrowed} AND match(s.text, {values.Add(Regex(folded))})");
    }

    /// <summary>Gives the condition that a span says a word, or one that begins so.</summary>
    public static string HasWord(WordPart word, ClickHouseValues values) => word.IsEnd
        ? $"hasToken(s.text, {values.Add(word.Text)})"
        : $"{Has(word.Text, values)} AND match(s.text, {values.Add(BeforeWord + word.Text)})";

    /// <summary>Gives the condition that the text has a part.</summary>
    public static string Has(string part, ClickHouseValues values) => $"s.text LIKE {values.Add($"%{Literal(part)}%")}";

    private static string? Inner(string pattern) => pattern.Trim('%') is var inner && !inner.Contains('%', StringComparison.Ordinal) ? inner : null;

    private static string Edged(string pattern, string inner) =>
        (pattern.StartsWith('%') ? string.Empty : SearchableText.Edge) + inner + (pattern.EndsWith('%') && pattern.Length > 0 ? string.Empty : SearchableText.Edge);

    // Words, whole or not, of which the index knows where they are: what is asked beside a longer text, which it does not know.
    private static string LookedUp(string[] parts, ClickHouseValues values)
    {
        var sql = new StringBuilder();
        foreach (var (part, start, length) in parts.SelectMany(static part => AsciiRuns(part)).Where(static run => run.Length >= ShortestLookedUp && run.Length < run.Part.Length))
        {
            sql.Append(CultureInfo.InvariantCulture, $"{Has(part.Substring(start, length), values)} AND ");
        }

        return sql.ToString();
    }

    private static IEnumerable<(string Part, int Start, int Length)> AsciiRuns(string part)
    {
        var start = 0;
        for (var i = 0; i <= part.Length; i++)
        {
            if (i == part.Length || !char.IsAsciiLetterOrDigit(part[i]))
            {
                if (i > start)
                {
                    yield return (part, start, i - start);
                }

                start = i + 1;
            }
        }
    }

    private static string Literal(string part) => part.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static string Regex(string pattern)
    {
        var regex = new StringBuilder("(?s)");
        if (!pattern.StartsWith('%'))
        {
            regex.Append(@"\x01");
        }

        foreach (var rune in pattern.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '%' => regex.Append(Any).Append('*'),
                '_' => regex.Append(Any),
                var code when rune.IsAscii && char.IsAsciiLetterOrDigit((char)code) => regex.Append((char)code),
                var code => regex.Append(CultureInfo.InvariantCulture, $"\\x{{{code:X}}}"),
            };
        }

        return pattern.EndsWith('%') ? regex.ToString() : regex.Append(@"\x01").ToString();
    }
}
