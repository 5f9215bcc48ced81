namespace OtelBridge.Masking;

/// <summary>A text in which <c>*</c> stands for any text, in whatever case. Matching allocates nothing.</summary>
internal sealed class Wildcard(string pattern)
{
    public static bool IsOne(string text) => text.Contains('*', StringComparison.Ordinal);

    public bool Matches(ReadOnlySpan<char> text)
    {
        // Where the last star was, and what it stood for so far: it takes one character more when what follows it does not fit.
        var (at, position, star, taken) = (0, 0, -1, 0);
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, taken) = (at++, position);
            }
            else if (at < pattern.Length && char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(text[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++taken;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }
}
