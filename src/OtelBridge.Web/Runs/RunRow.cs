using System.Globalization;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Runs;

/// <summary>A run as people read it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Experiment">Name of its experiment.</param>
public sealed record RunRow(Run Run, string Experiment)
{
    private const long NanosPerMilli = 1_000_000;

    public string Name => Run.Name.Length > 0 ? Run.Name : Run.RunId;

    public bool IsDeleted => Run.LifecycleStage == LifecycleStage.Deleted;

    /// <summary>Gets MLflow's word for the status.</summary>
    public string Status => Run.Status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        RunStatus.Killed => "KILLED",
        _ => "UNKNOWN",
    };

    /// <summary>Gets the state of a trace that looks as this status.</summary>
    public TraceState State => Run.Status switch
    {
        RunStatus.Running => TraceState.InProgress,
        RunStatus.Finished => TraceState.Ok,
        RunStatus.Failed or RunStatus.Killed => TraceState.Error,
        _ => TraceState.Unspecified,
    };

    public ulong? Start => Run.HasStartTimeMs ? (ulong)Math.Max(0, Run.StartTimeMs * NanosPerMilli) : null;

    public ulong? End => Run.HasEndTimeMs ? (ulong)Math.Max(0, Run.EndTimeMs * NanosPerMilli) : null;

    /// <summary>Gets how long it took; absent while it runs.</summary>
    public string Duration => Run.HasStartTimeMs && Run.HasEndTimeMs && Run.EndTimeMs >= Run.StartTimeMs
        ? TimeText.Duration((Run.EndTimeMs - Run.StartTimeMs) * NanosPerMilli)
        : CountText.Absent;

    /// <summary>The latest value of a metric; absent when it was never logged.</summary>
    public string Metric(string key) => Run.Metrics.FirstOrDefault(metric => metric.Key == key) is { } metric ? Number(metric.Value) : CountText.Absent;

    public string Param(string key) => Run.Params.TryGetValue(key, out var value) ? value : CountText.Absent;

    /// <summary>A number of six digits at most.</summary>
    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
