namespace OtelBridge.Store.Search;

/// <summary>What a filter or an order may cost at most, so that no text makes the parser or the database work without bound.</summary>
internal static class FilterLimits
{
    /// <summary>Characters of a filter, and of all clauses of an order together.</summary>
    public const int Characters = 16 * 1024;

    /// <summary>Parentheses and NOTs inside each other: what bounds the depth of recursion here and in whoever walks the tree.</summary>
    public const int Depth = 64;

    /// <summary>Comparisons of a filter.</summary>
    public const int Comparisons = 256;

    /// <summary>Values of one list.</summary>
    public const int ListValues = 1000;

    /// <summary>Characters of a regular expression.</summary>
    public const int PatternCharacters = 1000;

    /// <summary>Clauses of an order.</summary>
    public const int OrderClauses = 64;
}
