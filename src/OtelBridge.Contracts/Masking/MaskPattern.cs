using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace OtelBridge.Masking;

/// <summary>A regular expression that finds what is to be masked, and cannot be brought to search for ever.</summary>
/// <param name="pattern">The expression.</param>
/// <param name="effect">What stands in the place of what it finds.</param>
/// <param name="mayHold">Whether it is worth looking into a text, where that is known faster; null where it is not.</param>
/// <param name="meant">How many characters of what the expression finds are meant, from its beginning, where it cannot say so itself (a checksum); null for all.</param>
internal sealed class MaskPattern(string pattern, MaskEffect effect, Func<string, bool>? mayHold = null, Func<string, int>? meant = null)
{
    /// <summary>What does not backtrack takes memory that grows with the square of the pattern: half a gigabyte for one of 20,000 characters.</summary>
    private const int MaxCharacters = 4000;

    /// <summary>How long one text may take: far more than a megabyte takes a pattern that does not backtrack, also on a machine that has no time.</summary>
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private readonly Regex _regex = Create(pattern);

    /// <summary>The text itself, when it is a pattern.</summary>
    public static bool Parse(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        if (text.Length > MaxCharacters)
        {
            (value, reason) = (null, $"it is longer than {MaxCharacters} characters; write several rules");
            return false;
        }

        try
        {
            Create(text);
            (value, reason) = (text, string.Empty);
            return true;
        }
        catch (ArgumentException e)
        {
            (value, reason) = (null, $"it is no regular expression: {e.Message}");
            return false;
        }
    }

    /// <summary>The text with what the pattern finds in it masked.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public string Mask(string text) => MayFind(text) ? _regex.Replace(text, Shown) : text;

    /// <summary>Whether it is worth looking into a text, or into one that is JSON.</summary>
    public bool MayFind(string text) => mayHold?.Invoke(text) != false;

    private string Shown(Match match)
    {
        var length = meant?.Invoke(match.Value) ?? match.Length;
        return length == 0 ? match.Value : string.Concat(effect.Of(match.Value[..length]), match.ValueSpan[length..]);
    }

    private static Regex Create(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTime);
        }
        catch (NotSupportedException)
        {
            // A look-around, a back-reference, or too large a pattern: those have the time alone for a bound.
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTime);
        }
    }
}
