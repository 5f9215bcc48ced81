namespace OtelBridge.Store.Search;

/// <summary>Patterns of <c>LIKE</c> and <c>ILIKE</c> in memory: <c>%</c> is any text, <c>_</c> any character, nothing is escaped.</summary>
internal sealed class LikePattern(string pattern, bool ignoreCase)
{
    private readonly string _pattern = ignoreCase ? TextFolding.Fold(pattern) : pattern;

    // Nearly all patterns in practice: %some text%, which a search over many bytes at once finds.
    private readonly string? _inner = pattern.Length >= 2 && pattern[0] == '%' && pattern[^1] == '%' && pattern.AsSpan(1, pattern.Length - 2).IndexOfAny('%', '_') < 0
        ? ignoreCase ? TextFolding.Fold(pattern[1..^1]) : pattern[1..^1]
        : null;

    public bool IsMatch(string text)
    {
        var subject = ignoreCase ? TextFolding.Fold(text) : text;
        return _inner is not null ? subject.Contains(_inner, StringComparison.Ordinal) : IsMatch(subject.AsSpan(), _pattern);
    }

    // Only the last % is ever taken up again, so that no pattern takes more than text times pattern.
    private static bool IsMatch(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        var (at, next, percent, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '%')
            {
                (percent, resume) = (next++, at);
            }
            else if (next < pattern.Length && pattern[next] == '_')
            {
                at += CharacterLength(text[at..]);
                next++;
            }
            else if (next < pattern.Length && pattern[next] == text[at])
            {
                (at, next) = (at + 1, next + 1);
            }
            else if (percent >= 0)
            {
                resume += CharacterLength(text[resume..]);
                (at, next) = (resume, percent + 1);
            }
            else
            {
                return false;
            }
        }

        return pattern[next..].Trim('%').IsEmpty;
    }

    // A character beyond the basic plane is one to the databases.
    private static int CharacterLength(ReadOnlySpan<char> text) => text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
}
