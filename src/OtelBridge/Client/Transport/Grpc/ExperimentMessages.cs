using OtelBridge.Entities;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>Experiments and runs from the tracking service's messages.</summary>
internal static class ExperimentMessages
{
    public static Experiment Read(Wire.Experiment experiment) => new()
    {
        ExperimentId = experiment.ExperimentId,
        Name = experiment.Name,
        LifecycleStage = Stage(experiment.LifecycleStage),
        ArtifactLocation = NullIfEmpty(experiment.ArtifactLocation),
        CreationTime = Moments.OfMilliseconds(experiment.CreationTimeMs),
        LastUpdateTime = Moments.OfMilliseconds(experiment.LastUpdateTimeMs),
        Tags = new Dictionary<string, string>(experiment.Tags, StringComparer.Ordinal),
    };

    public static Run Read(Wire.Run run) => new()
    {
        RunId = run.RunId,
        ExperimentId = run.ExperimentId,
        Name = NullIfEmpty(run.Name),
        UserId = NullIfEmpty(run.UserId),
        Status = run.Status == Wire.RunStatus.Unspecified ? RunStatus.Running : (RunStatus)((int)run.Status - 1),
        StartTime = run.HasStartTimeMs ? Moments.OfMilliseconds(run.StartTimeMs) : null,
        EndTime = run.HasEndTimeMs ? Moments.OfMilliseconds(run.EndTimeMs) : null,
        LifecycleStage = Stage(run.LifecycleStage),
        ArtifactUri = NullIfEmpty(run.ArtifactUri),
        Params = new Dictionary<string, string>(run.Params, StringComparer.Ordinal),
        Metrics = [.. run.Metrics.Select(Read)],
        Tags = new Dictionary<string, string>(run.Tags, StringComparer.Ordinal),
    };

    public static Metric Read(Wire.Metric metric) =>
        new(metric.Key, metric.Value, Moments.OfMilliseconds(metric.TimestampMs) ?? DateTimeOffset.UnixEpoch, metric.Step);

    public static Wire.RunStatus Write(RunStatus status) => (Wire.RunStatus)((int)status + 1);

    public static Wire.LifecycleView Write(ViewType view) => view switch
    {
        ViewType.DeletedOnly => Wire.LifecycleView.Deleted,
        ViewType.All => Wire.LifecycleView.All,
        _ => Wire.LifecycleView.Active,
    };

    private static LifecycleStage Stage(Wire.LifecycleStage stage) =>
        stage == Wire.LifecycleStage.Deleted ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
