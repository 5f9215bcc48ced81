using OtelBridge.Dialects;
using OtelBridge.Pricing;

namespace OtelBridge.Store.Translation;

/// <summary>What a span cost that does not say so itself: its tokens at the prices of its model.</summary>
internal static class SpanPricing
{
    // Longer than any name of a model: what is beyond is no key of a table.
    private const int MaxModelLength = 250;

    /// <summary>Gives the cost; null where tokens, model or price are not known.</summary>
    public static SpanCost? Of(SpanReading reading, string? model, SpanTokenUsage? usage, PriceTable? prices)
    {
        if (prices is null || usage is not { } tokens || model is not { Length: <= MaxModelLength })
        {
            return null;
        }

        var details = reading.TokenDetails ?? default;
        var call = CallTokens.Said(tokens.Input, tokens.Output, details.CacheRead ?? 0, details.CacheWrite ?? 0, details.Reasoning ?? 0);
        var cost = prices.CostOf(model, reading.Provider, call, reading.ServiceTier, CallTokens.AreSum(reading.SpanType));
        return cost is { } known ? SpanCost.Of(known) : null;
    }
}
