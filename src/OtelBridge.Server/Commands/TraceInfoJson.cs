using System.Globalization;
using System.Text.Json;
using OtelBridge.Tracking.V1;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Commands;

/// <summary>The record of a trace as JSON: the names of the proto file; what is not known is left out.</summary>
/// <remarks>
/// Nanoseconds are text, as 64-bit integers are in the OTLP/JSON beside them: a JavaScript number would lose their last digits. Counts,
/// which stay small, are numbers.
/// </remarks>
internal static class TraceInfoJson
{
    public static void Write(Utf8JsonWriter json, TraceInfo info)
    {
        json.WriteStartObject();
        json.WriteString("trace_id"u8, info.TraceId);
        json.WriteString("experiment_id"u8, info.ExperimentId);
        json.WriteString("state"u8, TraceStateText.Of(info.State));
        json.WriteString("name"u8, info.Name);
        json.WriteString("start_time_unix_nano"u8, info.StartTimeUnixNano.ToString(CultureInfo.InvariantCulture));
        if (info.HasDurationNano)
        {
            json.WriteString("duration_nano"u8, info.DurationNano.ToString(CultureInfo.InvariantCulture));
        }

        WriteOptional(json, "request_preview"u8, info.HasRequestPreview, info.RequestPreview);
        WriteOptional(json, "response_preview"u8, info.HasResponsePreview, info.ResponsePreview);
        WriteOptional(json, "client_request_id"u8, info.HasClientRequestId, info.ClientRequestId);
        if (info.TokenUsage is { } usage)
        {
            json.WriteStartObject("token_usage"u8);
            json.WriteNumber("input_tokens"u8, usage.InputTokens);
            json.WriteNumber("output_tokens"u8, usage.OutputTokens);
            json.WriteNumber("total_tokens"u8, usage.TotalTokens);
            json.WriteEndObject();
        }

        CostJson.WriteTrace(json, info);

        json.WriteNumber("span_count"u8, info.SpanCount);
        if (info.HasExpectedSpanCount)
        {
            json.WriteNumber("expected_span_count"u8, info.ExpectedSpanCount);
        }

        json.WritePropertyName("tags"u8);
        WriteMap(json, info.Tags);
        json.WritePropertyName("metadata"u8);
        WriteMap(json, info.Metadata);
        json.WritePropertyName("assessments"u8);
        AssessmentJson.WriteAll(json, info.Assessments);
        json.WriteStartArray("run_ids"u8);
        foreach (var run in info.RunIds.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(run);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a map as an object, in the order of its keys.</summary>
    public static void WriteMap(Utf8JsonWriter json, IDictionary<string, string> map)
    {
        json.WriteStartObject();
        foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool isSet, string value)
    {
        if (isSet)
        {
            json.WriteString(name, value);
        }
    }
}
