using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Regular expressions of .NET, which are what RLIKE means, as those of RE2, which ClickHouse has: where both mean the same in texts of ASCII.</summary>
/// <remarks>
/// Taken are literals, <c>.</c>, <c>|</c>, groups that only group, repetitions, <c>^</c> at the beginning, <c>$</c> at the end, and classes: what people write. Everything else
/// (looking around, references back, options, <c>$</c> in the middle) is matched in memory.
/// </remarks>
internal static class Re2Pattern
{
    // .NET's \s within ASCII; that of RE2 lacks the vertical tab.
    private const string Blanks = @"\t\n\x0B\f\r ";

    private const int MaxRepeat = 100; // RE2 refuses large ones

    /// <summary>Gives the pattern for RE2; null where it may mean something else there.</summary>
    public static string? Of(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        for (var at = 0; at < pattern.Length;)
        {
            if (Next(pattern, ref at) is not { } piece)
            {
                return null;
            }

            result.Append(piece);
        }

        return result.ToString();
    }

    private static string? Next(string pattern, ref int at)
    {
        var c = pattern[at++];
        switch (c)
        {
            case '^':
                return at == 1 ? @"\A" : null;
            case '$':
                return at == pattern.Length ? @"\n?\z" : null; // .NET's also matches before the last line end
            case '.':
                return @"[^\n]";
            case '(':
                return At(pattern, at) != '?' ? "(?:" : pattern.AsSpan(at).StartsWith("?:") ? Skip(ref at, 2, "(?:") : null;
            case ')' or '|' or '*' or '+' or '?':
                return c.ToString();
            case '[':
                return Class(pattern, ref at);
            case '{':
                return Repeat(pattern, ref at);
            case '\\':
                return Escape(pattern, ref at, isInClass: false);
            case ']' or '}':
                return "\\" + c;
            default:
                return c is >= ' ' and < '\x7F' ? c.ToString() : null;
        }
    }

    private static string? Class(string pattern, ref int at)
    {
        var result = new StringBuilder("[");
        if (At(pattern, at) == '^')
        {
            result.Append('^');
            at++;
        }

        for (var isFirst = true; at < pattern.Length; isFirst = false)
        {
            var c = pattern[at++];
            if (c == ']' && !isFirst)
            {
                return result.Append(']').ToString();
            }

            // A bracket, or a hyphen other than between two letters or digits, has meanings that differ.
            var piece = c == '\\' ? Escape(pattern, ref at, isInClass: true)
                : c is '[' or ']' or '^' or '&' || (c == '-' && !IsRange(pattern, at - 1)) || c is < ' ' or >= '\x7F' ? null
                : c.ToString();
            if (piece is null)
            {
                return null;
            }

            result.Append(piece);
        }

        return null;
    }

    private static bool IsRange(string pattern, int hyphen) =>
        char.IsAsciiLetterOrDigit(At(pattern, hyphen - 1)) && char.IsAsciiLetterOrDigit(At(pattern, hyphen + 1)) && At(pattern, hyphen - 2) != '\\';

    private static string? Repeat(string pattern, ref int at)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0)
        {
            return null;
        }

        var bounds = pattern[at..end].Split(',');
        if (bounds.Length > 2 || !bounds.All(static bound => bound.Length <= 3 && bound.All(char.IsAsciiDigit)) || bounds[0].Length == 0
            || bounds.Any(static bound => bound.Length > 0 && int.Parse(bound, System.Globalization.CultureInfo.InvariantCulture) > MaxRepeat))
        {
            return null;
        }

        var piece = $"{{{pattern[at..end]}}}";
        at = end + 1;
        return piece;
    }

    private static string? Escape(string pattern, ref int at, bool isInClass)
    {
        var c = At(pattern, at++);
        return c switch
        {
            'd' or 'w' => $"\\{c}",
            'D' or 'W' or 'b' or 'B' when !isInClass => $"\\{c}",
            's' => isInClass ? Blanks : $"[{Blanks}]",
            'S' when !isInClass => $"[^{Blanks}]",
            'n' or 'r' or 't' or 'f' => $"\\{c}",
            _ => c is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(c) ? $"\\{c}" : null,
        };
    }

    private static string Skip(ref int at, int count, string piece)
    {
        at += count;
        return piece;
    }

    private static char At(string pattern, int at) => at >= 0 && at < pattern.Length ? pattern[at] : '\0';
}
