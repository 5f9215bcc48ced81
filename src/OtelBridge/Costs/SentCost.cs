using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Entities.Json;
using OtelBridge.Otlp;
using OtelSpan = OtelBridge.Otlp.Span;

namespace OtelBridge.Costs;

/// <summary>What a span that was sent says of its cost, in MLflow's words or in those of other instrumentations.</summary>
internal static class SentCost
{
    public static CostReading? Of(OtelSpan span)
    {
        CostReading? foreign = null;
        foreach (var attribute in span.Attributes)
        {
            switch (attribute.Key)
            {
                case MlflowKeys.LlmCost when LlmCostText.Read(JsonSource.Unwrap(JsonValue.Of(attribute.Value))) is { } own:
                    return own;
                case GenAiKeys.Cost or OpenInferenceKeys.TotalCost:
                    foreign ??= Total(attribute.Value);
                    break;
            }
        }

        return foreign;
    }

    private static CostReading? Total(AnyValue? value)
    {
        var dollars = value?.ValueCase switch
        {
            AnyValue.ValueOneofCase.DoubleValue when value.DoubleValue is >= 0 and < 1e9 => (decimal)value.DoubleValue,
            AnyValue.ValueOneofCase.IntValue => value.IntValue,
            _ => -1,
        };
        return CostReading.IsAmount(dollars) ? new CostReading(dollars, null, null, 0, 0, 0) : null;
    }
}
