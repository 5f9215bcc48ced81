using OtelBridge.Entities;

namespace OtelBridge.Client.Transport;

/// <summary>The questions that a tracking server answers, whatever the wire: gRPC to an OtelBridge store, or MLflow's REST API.</summary>
/// <remarks>
/// Thread-safe. Every member throws <see cref="MlflowException"/> with MLflow's error code and nothing else, but for
/// <see cref="OperationCanceledException"/> when the caller's token says so. Requests are sent outside of any trace. One suite of tests holds for every transport.
/// </remarks>
internal interface ITrackingTransport : IDisposable
{
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace.</exception>
    Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>One trace with its spans.</summary>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace, or when not all announced spans have arrived.</exception>
    Task<Trace> GetTraceAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>The traces with their spans, in the order of the records, which are those of a search; missing and incomplete ones are left out.</summary>
    Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<TraceInfo> infos, CancellationToken cancellationToken);

    Task<PagedList<TraceInfo>> SearchTracesAsync(TraceSearch search, string? pageToken, CancellationToken cancellationToken);

    /// <summary>Merges what a client says of a whole trace into what is there.</summary>
    Task<TraceInfo> StartTraceAsync(TraceInfo info, CancellationToken cancellationToken);

    /// <summary>Deletes by ids, or what started up to a time; the number deleted.</summary>
    Task<int> DeleteTracesAsync(string experimentId, IReadOnlyList<string>? traceIds, DateTimeOffset? maxTimestamp, int? maxTraces, CancellationToken cancellationToken);

    Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken);

    Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken);

    Task LinkTracesToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken);

    /// <summary>Stores a new assessment; returns it with its id.</summary>
    Task<Assessment> CreateAssessmentAsync(Assessment assessment, CancellationToken cancellationToken);

    Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given.</summary>
    Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken);

    Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken);

    Task<string> CreateExperimentAsync(string name, IReadOnlyDictionary<string, string>? tags, string? artifactLocation, CancellationToken cancellationToken);

    Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken);

    /// <summary>Null when no experiment has that name.</summary>
    Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken);

    Task<PagedList<Experiment>> SearchExperimentsAsync(
        string? filter, IReadOnlyList<string>? orderBy, int? maxResults, ViewType view, string? pageToken, CancellationToken cancellationToken);

    Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken);

    Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken);

    Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken);

    Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken);

    Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken);

    Task<Run> CreateRunAsync(string experimentId, string? name, IReadOnlyDictionary<string, string>? tags, DateTimeOffset? startTime, CancellationToken cancellationToken);

    Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken);

    Task<Run> UpdateRunAsync(string runId, RunStatus? status, DateTimeOffset? endTime, string? name, CancellationToken cancellationToken);

    Task DeleteRunAsync(string runId, CancellationToken cancellationToken);

    Task RestoreRunAsync(string runId, CancellationToken cancellationToken);

    Task<PagedList<Run>> SearchRunsAsync(
        IReadOnlyList<string> experimentIds,
        string? filter,
        IReadOnlyList<string>? orderBy,
        int? maxResults,
        ViewType view,
        string? pageToken,
        CancellationToken cancellationToken);

    /// <summary>Params, metrics and tags together, all or none.</summary>
    Task LogRunAsync(
        string runId,
        IReadOnlyList<Metric>? metrics,
        IReadOnlyDictionary<string, string>? parameters,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken);

    Task DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken);

    /// <summary>Every logged value of one metric, oldest first.</summary>
    Task<PagedList<Metric>> GetMetricHistoryAsync(string runId, string key, string? pageToken, CancellationToken cancellationToken);
}
