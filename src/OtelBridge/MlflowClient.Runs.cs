using OtelBridge.Client;
using OtelBridge.Entities;

namespace OtelBridge;

/// <content>Runs with their parameters, metrics and tags.</content>
public sealed partial class MlflowClient
{
    /// <summary>Makes a run, which is under way from now.</summary>
    /// <param name="experimentId">Where it belongs.</param>
    /// <param name="name">Its name; the server makes one up when absent.</param>
    /// <param name="tags">Tags.</param>
    /// <param name="startTime">When it started; now when absent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such experiment; INVALID_PARAMETER_VALUE when it is deleted.</exception>
    public Task<Run> CreateRunAsync(
        string experimentId,
        string? name = null,
        IReadOnlyDictionary<string, string>? tags = null,
        DateTimeOffset? startTime = null,
        CancellationToken cancellationToken = default) =>
        _transport.CreateRunAsync(Required.Text(experimentId, nameof(experimentId)), name, tags, startTime ?? _time.GetUtcNow(), cancellationToken);

    /// <summary>Gets a run, also a deleted one.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is none.</exception>
    public Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.GetRunAsync(Required.Text(runId, nameof(runId)), cancellationToken);

    /// <summary>Changes the status or the name of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="status">The new status; null leaves it.</param>
    /// <param name="name">The new name; null leaves it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public async Task UpdateRunAsync(string runId, RunStatus? status = null, string? name = null, CancellationToken cancellationToken = default) =>
        await _transport.UpdateRunAsync(Required.Text(runId, nameof(runId)), status, null, name, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="endTime">When; now when absent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public async Task SetTerminatedAsync(
        string runId, RunStatus status = RunStatus.Finished, DateTimeOffset? endTime = null, CancellationToken cancellationToken = default) =>
        await _transport.UpdateRunAsync(Required.Text(runId, nameof(runId)), status, endTime ?? _time.GetUtcNow(), null, cancellationToken).ConfigureAwait(false);

    /// <summary>Marks a run as deleted; nothing of it is removed.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.DeleteRunAsync(Required.Text(runId, nameof(runId)), cancellationToken);

    /// <summary>Takes back the deletion of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default) =>
        _transport.RestoreRunAsync(Required.Text(runId, nameof(runId)), cancellationToken);

    /// <summary>Finds runs, page by page.</summary>
    /// <param name="experimentIds">In which experiments; at least one.</param>
    /// <param name="filter">Such as <c>metrics.accuracy &gt; 0.9 AND params.model = 'a'</c>.</param>
    /// <param name="orderBy">Keys with <c>ASC</c> or <c>DESC</c>; newest first when absent.</param>
    /// <param name="maxResults">Most runs of the page.</param>
    /// <param name="view">Which ones by their state.</param>
    /// <param name="pageToken">Of the page before; null for the first one.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE for a filter that cannot be read.</exception>
    public Task<PagedList<Run>> SearchRunsAsync(
        IReadOnlyList<string> experimentIds,
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int maxResults = 1000,
        ViewType view = ViewType.ActiveOnly,
        string? pageToken = null,
        CancellationToken cancellationToken = default)
    {
        Required.Positive(maxResults, nameof(maxResults));
        return Required.NotNull(experimentIds, nameof(experimentIds)).Count > 0
            ? _transport.SearchRunsAsync(experimentIds, filter, orderBy, maxResults, view, pageToken, cancellationToken)
            : throw Required.Invalid("Missing value for required parameter 'experimentIds': name at least one.");
    }

    /// <summary>Logs a parameter; it keeps its first value.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it has another value already.</exception>
    public Task LogParamAsync(string runId, string key, string value, CancellationToken cancellationToken = default) => LogBatchAsync(
        runId, parameters: new Dictionary<string, string> { [Required.Text(key, nameof(key))] = Required.NotNull(value, nameof(value)) }, cancellationToken: cancellationToken);

    /// <summary>Logs a value of a metric.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="timestamp">When; now when absent.</param>
    /// <param name="step">Which step of the run it belongs to.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public Task LogMetricAsync(string runId, string key, double value, DateTimeOffset? timestamp = null, long step = 0, CancellationToken cancellationToken = default) =>
        LogBatchAsync(runId, [new Metric(Required.Text(key, nameof(key)), value, timestamp ?? _time.GetUtcNow(), step)], cancellationToken: cancellationToken);

    /// <summary>Logs metrics, parameters and tags together, all or none.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="metrics">At most 1,000.</param>
    /// <param name="parameters">At most 100.</param>
    /// <param name="tags">At most 100.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run; INVALID_PARAMETER_VALUE for too many, or for a parameter that has another value already.</exception>
    public Task LogBatchAsync(
        string runId,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? tags = null,
        CancellationToken cancellationToken = default) =>
        _transport.LogRunAsync(Required.Text(runId, nameof(runId)), metrics, parameters, tags, cancellationToken);

    /// <summary>Sets a tag of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public Task SetTagAsync(string runId, string key, string value, CancellationToken cancellationToken = default) => LogBatchAsync(
        runId, tags: new Dictionary<string, string> { [Required.Text(key, nameof(key))] = Required.NotNull(value, nameof(value)) }, cancellationToken: cancellationToken);

    /// <summary>Deletes a tag of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The tag.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run or tag.</exception>
    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) =>
        _transport.DeleteRunTagAsync(Required.Text(runId, nameof(runId)), Required.Text(key, nameof(key)), cancellationToken);

    /// <summary>Gets every logged value of a metric, oldest first, page by page.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="pageToken">Of the page before; null for the first one.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run.</exception>
    public Task<PagedList<Metric>> GetMetricHistoryAsync(string runId, string key, string? pageToken = null, CancellationToken cancellationToken = default) =>
        _transport.GetMetricHistoryAsync(Required.Text(runId, nameof(runId)), Required.Text(key, nameof(key)), pageToken, cancellationToken);
}
