namespace OtelBridge.Store.Search;

/// <summary>Filters of traces: MLflow's search language, and what OtelBridge adds to it.</summary>
public static class TraceFilter
{
    /// <summary>Reads a filter.</summary>
    /// <returns>The condition; null for the empty filter, which every trace matches.</returns>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static FilterNode? Parse(string text) => FilterParser.Parse(text, TraceVocabulary.Instance);

    /// <summary>Gives the filter that holds where all the given ones do; empty ones hold everywhere.</summary>
    /// <exception cref="InvalidFilterException">One of them is not a filter, so that it could not be told where it ends.</exception>
    public static string All(IEnumerable<string> filters) => string.Join(" AND ", filters.Where(filter => Parse(filter) is not null).Select(filter => $"({filter})"));
}
