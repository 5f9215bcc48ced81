namespace OtelBridge.Store.Search.Text;

/// <summary>What patterns of <c>LIKE</c> and queries of <c>MATCH</c> say of the words of a text.</summary>
internal static class TextPattern
{
    /// <summary>Gives what every text has that is like a pattern.</summary>
    public static IReadOnlyList<WordPart> PartsOf(string pattern)
    {
        var parts = new List<WordPart>(); // bounded by the length of a filter
        for (var start = 0; start <= pattern.Length;)
        {
            var length = pattern.AsSpan(start).IndexOfAny('%', '_');
            var end = length < 0 ? pattern.Length : start + length;
            parts.AddRange(PartsOf(pattern[start..end], isOpenBefore: start > 0, isOpenAfter: end < pattern.Length));
            start = end + 1;
        }

        return parts;
    }

    /// <summary>Whether a text is like a pattern of <c>ILIKE</c> exactly when it has the parts of it.</summary>
    public static bool IsOneWord(string pattern) =>
        pattern.Length is > 2 and <= Words.MaxLength + 2 && pattern[0] == '%' && pattern[^1] == '%'
        && pattern.AsSpan(1, pattern.Length - 2).IndexOfAnyExcept(Letters(pattern)) < 0;

    /// <summary>Gives the words of a query of <c>MATCH</c>; one with <c>*</c> behind it is the beginning of a word.</summary>
    public static IReadOnlyList<WordPart> WordsOf(string query)
    {
        var parts = new List<WordPart>(); // bounded by the length of a filter
        foreach (var (start, length) in Words.Runs(query))
        {
            var isPrefix = start + length < query.Length && query[start + length] == '*';
            parts.Add(new WordPart(TextFolding.Fold(query.Substring(start, Math.Min(length, Words.MaxLength))), IsStart: true, IsEnd: !isPrefix));
        }

        return parts;
    }

    private static string Letters(string pattern) => string.Concat(pattern.Where(c => char.IsLetterOrDigit(c) && !Words.IsIdeograph(c)).Distinct());

    private static IEnumerable<WordPart> PartsOf(string text, bool isOpenBefore, bool isOpenAfter)
    {
        foreach (var (start, length) in Words.Runs(text))
        {
            var isIdeograph = length == 1 && Words.IsIdeograph(text[start]);
            var isStart = start > 0 || !isOpenBefore || isIdeograph;
            var isEnd = start + length < text.Length || !isOpenAfter || isIdeograph;

            // Of a longer one the index has the beginning, if it is that, and says that there is more.
            if (length <= Words.MaxLength)
            {
                yield return new WordPart(TextFolding.Fold(text.Substring(start, length)), isStart, isEnd);
            }
        }
    }
}
