namespace OtelBridge.Store.Search;

/// <summary>Filters of runs, in the language of <see cref="TraceFilter"/>.</summary>
public static class RunFilter
{
    /// <summary>Reads a filter.</summary>
    /// <returns>The condition; null for the empty filter, which all runs match.</returns>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static FilterNode? Parse(string text) => FilterParser.Parse(text, RunVocabulary.Instance);
}
