using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Pricing;

namespace OtelBridge.Costs;

/// <summary>A cost as MLflow keeps it: <c>{"input_cost":0.0025,"output_cost":0.01,"total_cost":0.0125}</c>.</summary>
/// <remarks>Members of our own say the parts of these that are not zero.</remarks>
internal static class LlmCostText
{
    // Far more than the object needs.
    private const int MaxLength = 4096;

    public static string Of(in CallCost cost) => Of(new CostReading(cost.Total, cost.Input, cost.Output, cost.CacheRead, cost.CacheWrite, cost.Reasoning));

    /// <summary>The same of a cost of which only the total may be known.</summary>
    public static string Of(in CostReading cost)
    {
        if (cost is not { Input: { } input, Output: { } output })
        {
            return string.Concat("{", Member(MlflowKeys.TotalCost, cost.Total), "}");
        }

        return string.Concat(
            "{" + Member(MlflowKeys.InputCost, input) + Next(MlflowKeys.OutputCost, output) + Next(MlflowKeys.TotalCost, cost.Total),
            Part(MlflowKeys.CacheReadCost, cost.CacheRead),
            Part(MlflowKeys.CacheWriteCost, cost.CacheWrite),
            Part(MlflowKeys.ReasoningCost, cost.Reasoning) + "}");
    }

    /// <summary>Reads such an object; null when the value is none, or has a part that no cost can have.</summary>
    public static CostReading? Read(object? value)
    {
        if (value is not string { Length: <= MaxLength } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return null;
        }
    }

    /// <summary>Reads such an object where it is JSON already.</summary>
    public static CostReading? Read(JsonElement cost)
    {
        var input = Amount(cost, MlflowKeys.InputCost);
        var output = Amount(cost, MlflowKeys.OutputCost);
        return (Amount(cost, MlflowKeys.TotalCost) ?? (input + output)) is { } total
            ? new CostReading(
                total,
                input,
                output,
                Amount(cost, MlflowKeys.CacheReadCost) ?? 0,
                Amount(cost, MlflowKeys.CacheWriteCost) ?? 0,
                Amount(cost, MlflowKeys.ReasoningCost) ?? 0)
            : null;
    }

    private static decimal? Amount(JsonElement cost, string name) =>
        cost.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var amount) && CostReading.IsAmount(amount) ? amount : null;

    // Without an exponent, and without zeros that say nothing.
    private static string Dollars(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Member(string key, decimal amount) => $"\"{key}\":{Dollars(amount)}";

    private static string Next(string key, decimal amount) => "," + Member(key, amount);

    private static string Part(string key, decimal amount) => amount == 0 ? string.Empty : Next(key, amount);
}
