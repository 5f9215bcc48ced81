using System.Text.Json;
using OtelBridge.Server.Rest.Assessments;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>The record of a trace in the JSON of MLflow 3.</summary>
internal static class TraceInfoV3Json
{
    public const long NanosPerMs = 1_000_000;

    public static void Write(Utf8JsonWriter json, TraceInfo info)
    {
        json.WriteStartObject();
        json.WriteString("trace_id"u8, info.TraceId);
        WriteOptional(json, "client_request_id"u8, info.HasClientRequestId, info.ClientRequestId);
        json.WriteStartObject("trace_location"u8);
        json.WriteString("type"u8, "MLFLOW_EXPERIMENT"u8);
        json.WriteStartObject("mlflow_experiment"u8);
        json.WriteString("experiment_id"u8, info.ExperimentId);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteOptional(json, "request_preview"u8, info.HasRequestPreview, info.RequestPreview);
        WriteOptional(json, "response_preview"u8, info.HasResponsePreview, info.ResponsePreview);
        json.WriteString("request_time"u8, RestTime.Timestamp(StartMs(info)));
        if (info.HasDurationNano)
        {
            json.WriteString("execution_duration"u8, RestTime.Duration(DurationMs(info)));
        }

        json.WriteString("state"u8, RestEnums.TraceStates.Of(info.State));
        RestMaps.WriteMap(json, "trace_metadata"u8, TraceFacets.Metadata(info));
        RestMaps.WriteMap(json, "tags"u8, TraceFacets.Tags(info));
        if (info.Assessments.Count > 0)
        {
            json.WriteStartArray("assessments"u8);
            foreach (var assessment in info.Assessments)
            {
                AssessmentJson.Write(json, assessment);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static long StartMs(TraceInfo info) => (long)(info.StartTimeUnixNano / (ulong)NanosPerMs);

    public static long DurationMs(TraceInfo info) => info.DurationNano / NanosPerMs;

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool isSet, string value)
    {
        if (isSet)
        {
            json.WriteString(name, value);
        }
    }
}
