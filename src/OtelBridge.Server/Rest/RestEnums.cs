using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest;

/// <summary>The enums of MLflow's JSON.</summary>
internal static class RestEnums
{
    public static RestNames<TraceState> TraceStates { get; } = new(
        (TraceState.Unspecified, "STATE_UNSPECIFIED"),
        (TraceState.Ok, "OK"),
        (TraceState.Error, "ERROR"),
        (TraceState.InProgress, "IN_PROGRESS"));

    /// <summary>The same under its older name.</summary>
    public static RestNames<TraceState> TraceStatuses { get; } = new(
        (TraceState.Unspecified, "TRACE_STATUS_UNSPECIFIED"),
        (TraceState.Ok, "OK"),
        (TraceState.Error, "ERROR"),
        (TraceState.InProgress, "IN_PROGRESS"));

    public static RestNames<AssessmentSourceType> SourceTypes { get; } = new(
        (AssessmentSourceType.Unspecified, "SOURCE_TYPE_UNSPECIFIED"),
        (AssessmentSourceType.Human, "HUMAN"),
        (AssessmentSourceType.LlmJudge, "LLM_JUDGE"),
        (AssessmentSourceType.Code, "CODE"));

    public static RestNames<LifecycleView> ViewTypes { get; } = new(
        (LifecycleView.Active, "ACTIVE_ONLY"),
        (LifecycleView.Deleted, "DELETED_ONLY"),
        (LifecycleView.All, "ALL"));

    public static RestNames<RunStatus> RunStatuses { get; } = new(
        (RunStatus.Running, "RUNNING"),
        (RunStatus.Scheduled, "SCHEDULED"),
        (RunStatus.Finished, "FINISHED"),
        (RunStatus.Failed, "FAILED"),
        (RunStatus.Killed, "KILLED"));

    public static RestNames<LifecycleStage> LifecycleStages { get; } = new(
        (LifecycleStage.Active, "active"),
        (LifecycleStage.Deleted, "deleted"));
}
