using System.Text.Json;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Experiments;

/// <summary>Experiments in the JSON of MLflow.</summary>
internal static class ExperimentJson
{
    public static void Write(Utf8JsonWriter json, Experiment experiment)
    {
        json.WriteStartObject();
        json.WriteString("experiment_id"u8, experiment.ExperimentId);
        json.WriteString("name"u8, experiment.Name);
        json.WriteString("artifact_location"u8, experiment.ArtifactLocation);
        json.WriteString("lifecycle_stage"u8, RestEnums.LifecycleStages.Of(experiment.LifecycleStage));
        json.WriteNumber("last_update_time"u8, experiment.LastUpdateTimeMs);
        json.WriteNumber("creation_time"u8, experiment.CreationTimeMs);
        RestMaps.WritePairs(json, "tags"u8, experiment.Tags);
        json.WriteEndObject();
    }
}
