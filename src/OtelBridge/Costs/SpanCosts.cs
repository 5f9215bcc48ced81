using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Dialects;
using OtelBridge.Pricing;

namespace OtelBridge.Costs;

/// <summary>Reckons what a model call cost from the tokens on its span.</summary>
internal static class SpanCosts
{
    /// <summary>Reads the built-in prices beside the program's start, so that no call of it waits for them.</summary>
    public static void Prepare() => ThreadPool.UnsafeQueueUserWorkItem(
        static _ =>
        {
            try
            {
                _ = PriceTable.Default;
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.SpanCallFailed(nameof(SpanCosts), e);
            }
        },
        null);

    /// <summary>Sets the cost of a span that has tokens and a model and no cost of anybody's. Never throws.</summary>
    /// <remarks>Where no price is known, the span stays without one.</remarks>
    public static void Set(Activity span)
    {
        // Nearly all spans end here.
        if (!span.IsAllDataRequested || span.GetTagItem(MlflowKeys.ChatTokenUsage) is not { } usage)
        {
            return;
        }

        try
        {
            Reckon(span, usage);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(SpanCosts), e);
        }
    }

    private static void Reckon(Activity span, object usage)
    {
        var call = PricedCall.Of(span);
        var counts = TokenCounts.Of(usage);
        if (call.HasCost || call.Model is not { } model || (counts.Input is null && counts.Output is null))
        {
            return;
        }

        var tokens = CallTokens.Said(counts.Input ?? 0, counts.Output ?? 0, counts.CacheRead ?? 0, counts.CacheWrite ?? 0, counts.Reasoning ?? 0);
        if (GenAISettings.Current.Prices.CostOf(model, call.Provider, tokens, call.Tier, CallTokens.AreSum(span.GetTagItem(MlflowKeys.SpanType) as string)) is { } cost)
        {
            span.SetTag(MlflowKeys.LlmCost, LlmCostText.Of(cost));
        }
    }
}
