using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Entities.Json;

/// <summary>Writes the record of a trace in the form of MLflow 3; see <see cref="TraceInfoJsonReader"/>.</summary>
internal static class TraceInfoJsonWriter
{
    /// <summary>As in a file: whole milliseconds of duration.</summary>
    public static void Write(Utf8JsonWriter writer, TraceInfo info) => Write(writer, info, static (json, duration) =>
        json.WriteNumber("execution_duration_ms", (long)Math.Floor(duration.TotalMilliseconds)));

    /// <summary>As MLflow's REST API takes and gives it.</summary>
    public static void WriteRest(Utf8JsonWriter writer, TraceInfo info) => Write(writer, info, static (json, duration) =>
        json.WriteString("execution_duration", ProtoTime.Duration(duration)));

    private static void Write(Utf8JsonWriter writer, TraceInfo info, Action<Utf8JsonWriter, TimeSpan> writeDuration)
    {
        writer.WriteStartObject();
        writer.WriteString("trace_id", info.TraceId);
        WriteText(writer, "client_request_id", info.ClientRequestId);
        writer.WriteStartObject("trace_location");
        writer.WriteString("type", "MLFLOW_EXPERIMENT");
        writer.WriteStartObject("mlflow_experiment");
        writer.WriteString("experiment_id", info.ExperimentId);
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteText(writer, "request_preview", info.RequestPreview);
        WriteText(writer, "response_preview", info.ResponsePreview);
        writer.WriteString("request_time", ProtoTime.Timestamp(info.RequestTimeNs));
        if (info.ExecutionDuration is { } duration)
        {
            writeDuration(writer, duration);
        }

        writer.WriteString("state", TraceStateText.Write(info.State));
        EntityJson.WriteMap(writer, "trace_metadata", Metadata(info));
        EntityJson.WriteMap(writer, "tags", info.Tags);
        if (info.Assessments.Count > 0)
        {
            writer.WritePropertyName("assessments");
            EntityJson.WriteList(writer, info.Assessments, AssessmentJsonWriter.Write);
        }

        writer.WriteEndObject();
    }

    // Usage and cost have no members of their own: they are metadata, which a store may have said apart.
    private static Dictionary<string, string> Metadata(TraceInfo info)
    {
        var metadata = new Dictionary<string, string>(info.TraceMetadata);
        if (info.TokenUsage is { } usage)
        {
            metadata.TryAdd(MlflowKeys.TraceTokenUsage, EntityJson.Text(usage, TokenUsageJson.Write, indented: false));
        }

        if (info.Cost is { } cost)
        {
            metadata.TryAdd(MlflowKeys.TraceCost, EntityJson.Text(cost, CostJson.Write, indented: false));
        }

        return metadata;
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
