namespace OtelBridge.Store.Aggregates;

/// <summary>Which groups come first; always the largest.</summary>
public enum AggregateOrder
{
    /// <summary>By number.</summary>
    Count,

    /// <summary>By failures.</summary>
    Errors,

    /// <summary>By the time that 95 of 100 take no longer than.</summary>
    Duration95,

    /// <summary>By tokens.</summary>
    Tokens,

    /// <summary>By cost.</summary>
    Cost,
}
