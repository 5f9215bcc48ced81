namespace OtelBridge.Store.Search;

/// <summary>Orders of runs.</summary>
public static class RunOrder
{
    /// <summary>Reads the clauses of an order, each <c>key [ASC|DESC]</c>, ascending where it does not say.</summary>
    /// <returns>The keys, most important first; none where nothing was asked. What tells equals apart is the store's choice.</returns>
    /// <exception cref="InvalidFilterException">A clause cannot be read or repeats a key.</exception>
    public static IReadOnlyList<OrderTerm> Parse(IReadOnlyList<string> clauses) => OrderParser.Parse(clauses, RunVocabulary.Instance);
}
