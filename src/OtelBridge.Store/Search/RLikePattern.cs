using System.Text.RegularExpressions;

namespace OtelBridge.Store.Search;

/// <summary>Patterns of <c>RLIKE</c> where .NET matches them; a database with regular expressions of its own gets the pattern as written.</summary>
internal static class RLikePattern
{
    /// <summary>What to tell whoever wrote a pattern that took longer.</summary>
    public const string TooSlow = "The regular expression of an RLIKE takes too long on a stored value. Write it without nested repetitions such as (a+)+.";

    // A pattern that explodes on one value must not stop the store; what takes longer counts as an error of the filter.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the expression that is looked for somewhere in a value.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>Says why a pattern cannot be used; null when it can.</summary>
    public static string? Complaint(string pattern)
    {
        if (pattern.Length > FilterLimits.PatternCharacters)
        {
            return $"it is longer than {FilterLimits.PatternCharacters} characters";
        }

        try
        {
            _ = Compile(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"{e.Error} at its character {e.Offset}";
        }
    }
}
