using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Pricing;

namespace OtelBridge.Dialects;

/// <summary>Finds what a span itself says it cost: MLflow's object, or else the amounts of the first dialect that has one.</summary>
/// <remarks>Amounts are read leniently (numbers, numbers in text); a missing total is the sum of what is there. What cannot be a bill is none.</remarks>
internal static class CostReading
{
    public static SpanCost? Read(SpanReading reading)
    {
        if (reading.Has(AttributeItem.WholeCost)
            && reading.Of(AttributeItem.WholeCost).Select(found => Whole(found.Value)).FirstOrDefault(cost => cost is not null) is { } whole)
        {
            return whole;
        }

        if (!reading.Has(AttributeItem.TotalCost) && !reading.Has(AttributeItem.InputCost) && !reading.Has(AttributeItem.OutputCost))
        {
            return null;
        }

        for (var dialect = 0; dialect < KnownDialects.InOrder.Count; dialect++)
        {
            long? Amount(AttributeItem item) => First(reading, item, dialect);
            if (Of(
                Amount(AttributeItem.TotalCost),
                Amount(AttributeItem.InputCost),
                Amount(AttributeItem.OutputCost),
                Amount(AttributeItem.CacheReadCost),
                Amount(AttributeItem.CacheWriteCost),
                Amount(AttributeItem.ReasoningCost)) is { } cost)
            {
                return cost;
            }
        }

        return null;
    }

    private static SpanCost? Of(long? total, long? input, long? output, long? cacheRead, long? cacheWrite, long? reasoning) =>
        (total ?? input ?? output) is null ? null : new SpanCost(total ?? (input ?? 0) + (output ?? 0), input, output, cacheRead, cacheWrite, reasoning);

    private static SpanCost? Whole(AnyValue value) => JsonObjectValue.Read(value, static cost => Of(
        Amount(cost, MlflowKeys.TotalCost),
        Amount(cost, MlflowKeys.InputCost),
        Amount(cost, MlflowKeys.OutputCost),
        Amount(cost, MlflowKeys.CacheReadCost),
        Amount(cost, MlflowKeys.CacheWriteCost),
        Amount(cost, MlflowKeys.ReasoningCost)));

    private static long? First(SpanReading reading, AttributeItem item, int dialect)
    {
        foreach (var (role, value) in reading.Of(item))
        {
            if (role.Dialect == dialect && Amount(value) is { } amount)
            {
                return amount;
            }
        }

        return null;
    }

    private static long? Amount(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => SpanCost.Picodollars(value.IntValue),
        AnyValue.ValueOneofCase.DoubleValue => Parse(value.DoubleValue.ToString("R", CultureInfo.InvariantCulture)),
        AnyValue.ValueOneofCase.StringValue => Parse(AttributeText.Plain(value)),
        _ => null,
    };

    private static long? Amount(JsonElement cost, string key) => !cost.TryGetProperty(key, out var value)
        ? null
        : Parse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());

    private static long? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars) ? SpanCost.Picodollars(dollars) : null;
}
