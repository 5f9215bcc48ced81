using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Experiments and runs in the JSON of MLflow's REST API.</summary>
internal static class RestExperiments
{
    public static Experiment ReadExperiment(JsonElement experiment) => new()
    {
        ExperimentId = experiment.Text("experiment_id"),
        Name = experiment.Text("name"),
        LifecycleStage = ReadStage(experiment),
        ArtifactLocation = NullIfEmpty(experiment.TextOrNull("artifact_location")),
        CreationTime = experiment.MillisecondsOrNull("creation_time"),
        LastUpdateTime = experiment.MillisecondsOrNull("last_update_time"),
        Tags = experiment.Map("tags"),
    };

    /// <summary>Reads <c>{"info": …, "data": …}</c>, or the info alone.</summary>
    public static Run ReadRun(JsonElement run)
    {
        var info = run.Member("info") ?? run;
        var data = run.Member("data") ?? run;
        return new Run
        {
            RunId = info.TextOrNull("run_id") ?? info.Text("run_uuid"),
            ExperimentId = info.Text("experiment_id"),
            Name = NullIfEmpty(info.TextOrNull("run_name")),
            UserId = NullIfEmpty(info.TextOrNull("user_id")),
            Status = info.TextOrNull("status") switch
            {
                "SCHEDULED" or "2" => RunStatus.Scheduled,
                "FINISHED" or "3" => RunStatus.Finished,
                "FAILED" or "4" => RunStatus.Failed,
                "KILLED" or "5" => RunStatus.Killed,
                _ => RunStatus.Running,
            },
            StartTime = info.MillisecondsOrNull("start_time"),
            EndTime = info.MillisecondsOrNull("end_time"),
            LifecycleStage = ReadStage(info),
            ArtifactUri = NullIfEmpty(info.TextOrNull("artifact_uri")),
            Params = data.Map("params"),
            Metrics = [.. data.List("metrics").Select(ReadMetric)],
            Tags = data.Map("tags"),
        };
    }

    public static Metric ReadMetric(JsonElement metric) => new(
        metric.Text("key"), metric.Double("value"), metric.MillisecondsOrNull("timestamp") ?? DateTimeOffset.UnixEpoch, metric.LongOr("step", 0));

    public static void WriteMetric(Utf8JsonWriter json, Metric metric)
    {
        json.WriteStartObject();
        json.WriteString("key", metric.Key);
        json.WriteDouble("value", metric.Value);
        json.WriteNumber("timestamp", metric.Timestamp.ToUnixTimeMilliseconds());
        json.WriteNumber("step", metric.Step);
        json.WriteEndObject();
    }

    public static string Write(RunStatus status) => status switch
    {
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        RunStatus.Killed => "KILLED",
        _ => "RUNNING",
    };

    public static string Write(ViewType view) => view switch
    {
        ViewType.DeletedOnly => "DELETED_ONLY",
        ViewType.All => "ALL",
        _ => "ACTIVE_ONLY",
    };

    private static LifecycleStage ReadStage(JsonElement item) => item.TextOrNull("lifecycle_stage") == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
