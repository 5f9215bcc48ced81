using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Pricing;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Costs as JSON, in US dollars and with MLflow's names; what is not known is left out.</summary>
internal static class CostJson
{
    /// <summary>Writes the cost of a trace, if anything is known of it.</summary>
    public static void WriteTrace(Utf8JsonWriter json, TraceInfo info)
    {
        if (SpanCost.Of(info.Cost) is not { } cost)
        {
            return;
        }

        json.WriteStartObject("cost"u8);
        WriteMembers(json, cost);
        if (info.Cost.UnpricedSpans > 0)
        {
            json.WriteNumber(MlflowKeys.UnpricedSpans, info.Cost.UnpricedSpans);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what the spans of a trace cost, by the hex digits of their ids.</summary>
    public static void WriteSpans(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject("spanCosts"u8);
        foreach (var item in trace.SpanCosts)
        {
            json.WriteStartObject(Convert.ToHexStringLower(item.SpanId.Span));
            WriteMembers(json, SpanCost.Of(item.Cost)!); // every item has one
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, SpanCost cost)
    {
        foreach (var (key, dollars) in cost.Members())
        {
            json.WriteNumber(key, dollars);
        }
    }
}
