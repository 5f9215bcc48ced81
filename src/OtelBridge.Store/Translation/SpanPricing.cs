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
        var (cacheRead, cacheWrite) = (details.CacheRead ?? 0, details.CacheWrite ?? 0);

        // Cached tokens are part of the input. Where they cannot be, the sender has passed on the counts of a provider that leaves them out of it.
        var cached = cacheRead + cacheWrite;
        var input = tokens.Input < cached ? tokens.Input + cached : tokens.Input;
        var cost = prices.CostOf(
            model, reading.Provider, new CallTokens(input, tokens.Output, cacheRead, cacheWrite, details.Reasoning ?? 0), reading.ServiceTier);
        return cost is { } known ? SpanCost.Of(known) : null;
    }
}
