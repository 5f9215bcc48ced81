using System.Text.Json;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>The record of a trace in the JSON of MLflow 2.</summary>
internal static class TraceInfoV2Json
{
    public static void Write(Utf8JsonWriter json, TraceInfo info)
    {
        json.WriteStartObject();
        json.WriteString("request_id"u8, info.TraceId);
        json.WriteString("experiment_id"u8, info.ExperimentId);
        json.WriteNumber("timestamp_ms"u8, TraceInfoV3Json.StartMs(info));
        json.WriteNumber("execution_time_ms"u8, TraceInfoV3Json.DurationMs(info)); // 0 while it is not known, as in MLflow
        json.WriteString("status"u8, RestEnums.TraceStatuses.Of(info.State));
        RestMaps.WritePairs(json, "request_metadata"u8, TraceFacets.Metadata(info));
        RestMaps.WritePairs(json, "tags"u8, TraceFacets.Tags(info));
        json.WriteEndObject();
    }
}
