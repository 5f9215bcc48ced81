using System.Globalization;
using OtelBridge.Pricing;
using OtelBridge.Store.Translation;

namespace OtelBridge.Web.Spans;

/// <summary>Tokens and cost of a span.</summary>
/// <param name="Rows">What is known of them; none where nothing is.</param>
/// <param name="Model">The model; empty when it is not known.</param>
/// <param name="Provider">Its provider; empty when it is not known.</param>
/// <param name="Basis">Where the cost comes from, or why there is none.</param>
public sealed record UsageModel(IReadOnlyList<UsageRow> Rows, string Model, string Provider, string Basis)
{
    public static UsageModel Of(SpanView span)
    {
        ArgumentNullException.ThrowIfNull(span);
        var (usage, cost) = (span.TokenUsage, span.Cost);
        UsageRow[] rows =
        [
            Row("Input", usage?.Input, cost?.Input),
            Row("of it read from the provider's cache", span.CacheReadTokens, cost?.CacheRead, isPart: true),
            Row("of it written to the provider's cache", span.CacheWriteTokens, cost?.CacheWrite, isPart: true),
            Row("Output", usage?.Output, cost?.Output),
            Row("of it reasoning", span.ReasoningTokens, cost?.Reasoning, isPart: true),
            Row("Total", usage?.Total, cost?.Total),
        ];
        return new UsageModel(
            usage is null && cost is null ? [] : [.. rows.Where(static row => !row.IsPart || row.Tokens.Length + row.Cost.Length > 0)],
            span.Model ?? "",
            span.Provider ?? "",
            BasisOf(span));
    }

    private static string BasisOf(SpanView span) => (span.SaysCost, span.Cost, span.TokenUsage, span.Model) switch
    {
        (true, _, _, _) => "The span itself says what it cost.",
        (_, not null, _, var model) => $"Reckoned from the tokens, when the span was stored, at the prices of {model}{Tier(span)}.",
        (_, null, null, _) => "",
        (_, null, _, null) => "No cost: the span does not say which model it used.",
        (_, null, _, var model) => $"No cost: no price of {model} is known{Tier(span)}.",
    };

    private static string Tier(SpanView span) => span.ServiceTier is { Length: > 0 } tier ? $" (tier {tier})" : "";

    private static UsageRow Row(string title, long? tokens, long? picodollars, bool isPart = false) => new(
        title,
        isPart,
        tokens is { } count ? count.ToString("#,0", CultureInfo.InvariantCulture) : "",
        picodollars is { } amount ? DollarText.Of(SpanCost.Dollars(amount)) : "");
}
