namespace OtelBridge.Store.Search;

/// <summary>Filters of traces: MLflow's search language, and what OtelBridge adds to it.</summary>
public static class TraceFilter
{
    /// <summary>Reads a filter.</summary>
    /// <returns>The condition; null for the empty filter, which every trace matches.</returns>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static FilterNode? Parse(string text) => FilterParser.Parse(text, TraceVocabulary.Instance);
}
