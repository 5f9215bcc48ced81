namespace OtelBridge.Store.Search;

/// <summary>The text that is being read, which says in errors where it went wrong.</summary>
/// <param name="Text">The text.</param>
/// <param name="Where">Tells apart several texts of a request in errors; empty for a filter.</param>
internal sealed record FilterSource(string Text, string Where = "")
{
    // An error quotes the caller's text; this much of it.
    private const int QuotedCharacters = 60;

    /// <summary>Makes the error of a place.</summary>
    /// <param name="start">The place, from 0; the message counts from 1.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="expected">What may stand there.</param>
    /// <param name="hint">A whole sentence that helps, or null.</param>
    public InvalidFilterException Error(int start, string problem, string expected, string? hint = null) =>
        new($"{problem} at column {start + 1}{Where}: expected {expected}.{(hint is null ? "" : " " + hint)}") { Place = start };

    /// <summary>Makes the error of a place where the text leaves the grammar.</summary>
    /// <param name="start">The place, from 0.</param>
    /// <param name="expected">What may stand there.</param>
    /// <param name="hint">A whole sentence that helps, or null.</param>
    /// <param name="clause">Where the clause that is quoted starts; the place itself when null.</param>
    public InvalidFilterException InvalidClause(int start, string expected, string? hint = null, int? clause = null)
    {
        var quoted = clause ?? start;
        return Error(start, $"Invalid clause(s) in filter string: '{Shortened(quoted < Text.Length ? Text[quoted..] : Text)}'", expected, hint);
    }

    /// <summary>Cuts text of the caller to what an error quotes.</summary>
    public static string Shortened(string text) => text.Length <= QuotedCharacters ? text : string.Concat(text.AsSpan(0, QuotedCharacters), "…");
}
