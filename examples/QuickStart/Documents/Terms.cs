using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace QuickStart.Documents;

/// <summary>The words of a text that say what it is about: in lower case, without the commonest ones, without endings.</summary>
internal static partial class Terms
{
    private static readonly FrozenSet<string> Common =
        """
        a about all an and any are as at be been but by can could do does did for from had has have how i if in into is it its
        me my no not of on one or our should so than that the their them then there these they this to was we were what
        when where which who why will with would you your
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    public static IEnumerable<string> Of(string text) => Word()
        .Matches(text)
        .Select(static match => match.Value.ToLowerInvariant())
        .Where(static word => word.Length > 1 && !Common.Contains(word))
        .Select(Stem);

    // English only and rough: enough that "traces", "traced" and "tracing" meet.
    private static string Stem(string word) => word switch
    {
        { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
        { Length: > 4 } when word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("es", StringComparison.Ordinal) => word[..^2],
        { Length: > 3 } when word.EndsWith('s') || word.EndsWith('e') => word[..^1],
        _ => word,
    };

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();
}
