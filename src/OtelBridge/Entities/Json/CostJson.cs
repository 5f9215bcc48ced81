using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Entities.Json;

/// <summary>Cost: <c>{"input_cost":0.001,"output_cost":0.002,"total_cost":0.003}</c>. What is none is no error: it is metadata, which anybody may write.</summary>
internal static class CostJson
{
    public static Cost? Read(string? text) => text is not null && JsonSource.TryParse(text, out var cost) ? Read(cost.Value) : null;

    public static Cost? Read(JsonElement cost)
    {
        cost = JsonSource.Unwrap(cost);
        if (cost.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var input = Amount(cost, MlflowKeys.InputCost);
        var output = Amount(cost, MlflowKeys.OutputCost);
        return (Amount(cost, MlflowKeys.TotalCost) ?? Sum(input, output)) is { } total
            ? new Cost(total, input, output)
            {
                CacheReadCost = Amount(cost, MlflowKeys.CacheReadCost),
                CacheWriteCost = Amount(cost, MlflowKeys.CacheWriteCost),
                ReasoningCost = Amount(cost, MlflowKeys.ReasoningCost),
                UnpricedSpans = Number(cost, MlflowKeys.UnpricedSpans) is { } value && value.TryGetInt64(out var spans) ? spans : 0,
            }
            : null;
    }

    public static void Write(Utf8JsonWriter writer, Cost cost)
    {
        writer.WriteStartObject();
        Write(writer, MlflowKeys.InputCost, cost.InputCost);
        Write(writer, MlflowKeys.OutputCost, cost.OutputCost);
        Write(writer, MlflowKeys.TotalCost, cost.TotalCost);
        Write(writer, MlflowKeys.CacheReadCost, cost.CacheReadCost);
        Write(writer, MlflowKeys.CacheWriteCost, cost.CacheWriteCost);
        Write(writer, MlflowKeys.ReasoningCost, cost.ReasoningCost);
        if (cost.UnpricedSpans != 0)
        {
            writer.WriteNumber(MlflowKeys.UnpricedSpans, cost.UnpricedSpans);
        }

        writer.WriteEndObject();
    }

    // More than a decimal holds is no bill.
    private static decimal? Sum(decimal? input, decimal? output)
    {
        try
        {
            return input is null && output is null ? null : (input ?? 0) + (output ?? 0);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal? Amount(JsonElement cost, string name) => Number(cost, name) is { } value && value.TryGetDecimal(out var amount) ? amount : null;

    private static JsonElement? Number(JsonElement cost, string name) =>
        cost.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value : null;

    private static void Write(Utf8JsonWriter writer, string name, decimal? amount)
    {
        if (amount is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }
}
