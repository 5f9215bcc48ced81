namespace OtelBridge.Store.Storage.Sql;

/// <summary>The columns of tokens and cost, in the order in which every statement has them.</summary>
internal static class UsageColumns
{
    /// <summary>Those that spans and traces have: three of tokens, which are null together, and six of cost.</summary>
    public const string OfSpan =
        "input_tokens, output_tokens, total_tokens, input_cost, output_cost, total_cost, cache_read_cost, cache_write_cost, reasoning_cost";

    /// <summary>Those of traces.</summary>
    public const string OfTrace = OfSpan + ", unpriced_spans";

    /// <summary>Where the columns of cost begin among them.</summary>
    public const int Cost = 3;

    /// <summary>Where the number of unpriced spans stands among them.</summary>
    public const int UnpricedSpans = 9;
}
