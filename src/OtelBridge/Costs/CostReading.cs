namespace OtelBridge.Costs;

/// <summary>What somebody says that a call cost, in US dollars; of some only the total is known.</summary>
internal readonly record struct CostReading(decimal Total, decimal? Input, decimal? Output, decimal CacheRead, decimal CacheWrite, decimal Reasoning)
{
    // Beyond any bill, and far from where sums leave what a decimal holds.
    private const decimal Most = 1_000_000_000m;

    /// <summary>Whether a number can be what something cost.</summary>
    public static bool IsAmount(decimal dollars) => dollars is >= 0 and <= Most;

    /// <summary>Whether all of these can be.</summary>
    public static bool AreAmounts(params ReadOnlySpan<decimal> dollars)
    {
        foreach (var amount in dollars)
        {
            if (!IsAmount(amount))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of two; a part that one of them does not know, the sum does not know either.</summary>
    public static CostReading operator +(in CostReading left, in CostReading right) => new(
        left.Total + right.Total,
        left.Input + right.Input,
        left.Output + right.Output,
        left.CacheRead + right.CacheRead,
        left.CacheWrite + right.CacheWrite,
        left.Reasoning + right.Reasoning);
}
