namespace OtelBridge.Store.Masking;

/// <summary>Tells fast of most texts that they do not hold what a pattern looks for. Digits are rare: from one to the next it goes by many characters at once.</summary>
internal static class TextScan
{
    /// <summary>Whether there are so many digits with no more than a few of some characters between them.</summary>
    public static bool HasDigits(string text, int count, string between, int mostBetween)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('0', '9') is >= 0 and var first)
        {
            rest = rest[first..];
            var (digits, gap, at) = (0, 0, 0);
            for (; at < rest.Length && gap <= mostBetween; at++)
            {
                if (char.IsAsciiDigit(rest[at]))
                {
                    (digits, gap) = (digits + 1, 0);
                    if (digits == count)
                    {
                        return true;
                    }
                }
                else if (between.Contains(rest[at]))
                {
                    gap++;
                }
                else
                {
                    break;
                }
            }

            rest = rest[at..];
        }

        return false;
    }

    /// <summary>Whether a word begins with two letters and two digits.</summary>
    public static bool HasCountryAndDigits(string text)
    {
        for (var from = 2; from < text.Length - 1; from++)
        {
            var next = text.AsSpan(from).IndexOfAnyInRange('0', '9');
            if (next < 0)
            {
                return false;
            }

            from += next;
            if (from + 1 < text.Length
                && char.IsAsciiDigit(text[from + 1])
                && char.IsAsciiLetter(text[from - 1])
                && char.IsAsciiLetter(text[from - 2])
                && (from == 2 || !char.IsAsciiLetterOrDigit(text[from - 3])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is a dot between digits, or a colon beside a colon or between hexadecimal digits.</summary>
    public static bool HasAddress(string text)
    {
        for (var from = 0; from < text.Length; from++)
        {
            var next = text.AsSpan(from).IndexOfAny('.', ':');
            if (next < 0)
            {
                return false;
            }

            from += next;
            var (before, after) = (from > 0 ? text[from - 1] : ' ', from + 1 < text.Length ? text[from + 1] : ' ');
            if (text[from] == '.' ? char.IsAsciiDigit(before) && char.IsAsciiDigit(after) : IsOfAddress(before) && IsOfAddress(after))
            {
                return true;
            }
        }

        return false;
    }

    // Also at an end, where an address may begin or stop with two colons.
    private static bool IsOfAddress(char character) => character is ':' or ' ' || char.IsAsciiHexDigit(character);
}
