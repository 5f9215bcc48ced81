using System.Text.Json;
using OtelBridge.Server.Tracking;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Runs;

/// <summary>Runs and metrics in the JSON of MLflow.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter json, Run run)
    {
        json.WriteStartObject();
        json.WritePropertyName("info"u8);
        WriteInfo(json, run);
        json.WriteStartObject("data"u8);
        if (run.Metrics.Count > 0)
        {
            json.WriteStartArray("metrics"u8);
            foreach (var metric in run.Metrics)
            {
                WriteMetric(json, metric);
            }

            json.WriteEndArray();
        }

        RestMaps.WritePairs(json, "params"u8, run.Params);
        RestMaps.WritePairs(json, "tags"u8, run.Tags);
        json.WriteEndObject();

        // Datasets and logged models are not kept here; clients read these two objects without asking whether they are there.
        json.WriteStartObject("inputs"u8);
        json.WriteEndObject();
        json.WriteStartObject("outputs"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteInfo(Utf8JsonWriter json, Run run)
    {
        json.WriteStartObject();
        json.WriteString("run_id"u8, run.RunId);
        json.WriteString("run_uuid"u8, run.RunId);
        json.WriteString("experiment_id"u8, run.ExperimentId);
        json.WriteString("run_name"u8, run.Name);
        json.WriteString("user_id"u8, run.UserId);
        json.WriteString("status"u8, RestEnums.RunStatuses.Of(run.Status));
        if (run.HasStartTimeMs)
        {
            json.WriteNumber("start_time"u8, run.StartTimeMs);
        }

        if (run.HasEndTimeMs)
        {
            json.WriteNumber("end_time"u8, run.EndTimeMs);
        }

        json.WriteString("artifact_uri"u8, run.ArtifactUri);
        json.WriteString("lifecycle_stage"u8, RestEnums.LifecycleStages.Of(run.LifecycleStage));
        json.WriteEndObject();
    }

    public static void WriteMetric(Utf8JsonWriter json, Metric metric)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, metric.Key);
        RestNumbers.WriteDouble(json, "value"u8, metric.Value);
        json.WriteNumber("timestamp"u8, metric.TimestampMs);
        json.WriteNumber("step"u8, metric.Step);
        json.WriteEndObject();
    }

    public static Metric ReadMetric(RestFields fields) => new()
    {
        Key = fields.Text("key"),
        Value = fields.DoubleOrNull("value") ?? throw TrackingRequest.Missing("value"),
        TimestampMs = fields.Int64OrNull("timestamp") ?? throw TrackingRequest.Missing("timestamp"),
        Step = fields.Int64OrNull("step") ?? 0,
    };
}
