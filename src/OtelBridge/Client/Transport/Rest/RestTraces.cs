using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Traces in the JSON of MLflow's REST API, as a client wants them: without what only says where the server keeps them.</summary>
internal static class RestTraces
{
    /// <summary>Reads <c>{"trace_info": …, "spans": [ … ]}</c>.</summary>
    public static Trace Read(JsonElement trace)
    {
        var read = TraceJsonReader.Read(trace);
        return read with { Info = Plain(read.Info) };
    }

    public static TraceInfo ReadInfo(JsonElement info) => Plain(TraceInfoJsonReader.Read(info));

    /// <summary>Writes the place of a trace; a member, or an item of a list when it has no name.</summary>
    public static void WriteLocation(Utf8JsonWriter json, string? name, string experimentId)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("type", "MLFLOW_EXPERIMENT");
        json.WriteStartObject("mlflow_experiment");
        json.WriteString("experiment_id", experimentId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static TraceInfo Plain(TraceInfo info) => info with
    {
        Tags = PlainTags.Of(info.Tags),
        Assessments = [.. info.Assessments.Select(RestAssessments.WithWholeNumbers)],
        SpansFile = info.Tags.GetValueOrDefault(MlflowKeys.SpansLocation) == MlflowKeys.TrackingStore ? null : info.Tags.GetValueOrDefault(MlflowKeys.ArtifactLocation),
    };
}
