using System.Runtime.CompilerServices;
using OtelBridge.Client;
using OtelBridge.Entities;

namespace OtelBridge;

/// <content>Stored traces: read, found, changed, deleted.</content>
public sealed partial class MlflowClient
{
    /// <summary>Gets a trace with its spans.</summary>
    /// <param name="traceId"><c>tr-</c> and 32 hex digits, or the digits alone.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace, or when not all of its spans have arrived yet.</exception>
    public Task<Trace> GetTraceAsync(string traceId, CancellationToken cancellationToken = default) =>
        _transport.GetTraceAsync(Required.Text(traceId, nameof(traceId)), cancellationToken);

    /// <summary>Gets what is known of a trace as a whole, without its spans.</summary>
    /// <param name="traceId"><c>tr-</c> and 32 hex digits.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace.</exception>
    public Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken = default) =>
        _transport.GetTraceInfoAsync(Required.Text(traceId, nameof(traceId)), cancellationToken);

    /// <summary>Finds traces, page after page while they are read; stop reading and no more is asked.</summary>
    /// <param name="filter">MLflow's filter language, such as <c>attributes.status = 'ERROR' AND tags.team = 'a'</c>; null finds every trace.</param>
    /// <param name="orderBy">Keys with <c>ASC</c> or <c>DESC</c>, such as <c>timestamp_ms DESC</c>; newest first when absent.</param>
    /// <param name="maxResults">Most traces; null for all.</param>
    /// <param name="runId">Only traces of this run. Its experiment must be among <paramref name="experimentIds"/> if those are given.</param>
    /// <param name="modelId">Only traces of this model; not together with <paramref name="filter"/>.</param>
    /// <param name="experimentIds">In which experiments; when absent the run's, else that of the running tracing or the environment, else the default one.</param>
    /// <param name="includeSpans">False leaves the spans away, which is much faster.</param>
    /// <param name="session">Only traces of this session (conversation).</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE for a filter that cannot be read, and for arguments that contradict each other.</exception>
    /// <remarks>Spans are fetched ten traces at a time, a few requests side by side. A trace that is deleted meanwhile, or is not complete, is left out.</remarks>
    public async IAsyncEnumerable<Trace> SearchTracesAsync(
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int? maxResults = null,
        string? runId = null,
        string? modelId = null,
        IReadOnlyList<string>? experimentIds = null,
        bool includeSpans = true,
        string? session = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Required.Positive(maxResults, nameof(maxResults));
        var finder = new TraceFinder(_transport, _settings);
        var search = await finder.PrepareAsync(filter, orderBy, runId, modelId, session, experimentIds, cancellationToken).ConfigureAwait(false);
        await foreach (var trace in finder.FindAsync(search, maxResults, includeSpans, cancellationToken).ConfigureAwait(false))
        {
            yield return trace;
        }
    }

    /// <summary>Finds one page of traces; for programs that page themselves, such as web pages.</summary>
    /// <param name="filter">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="orderBy">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="maxResults">Most traces of the page, 1 to 500.</param>
    /// <param name="pageToken">Of the page before; null for the first one. Filter and order must be the same.</param>
    /// <param name="runId">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="modelId">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="experimentIds">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="includeSpans">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="session">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE, as <see cref="SearchTracesAsync"/>; also for a token that was not made for this search.</exception>
    public async Task<PagedList<Trace>> SearchTracesPageAsync(
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int maxResults = 100,
        string? pageToken = null,
        string? runId = null,
        string? modelId = null,
        IReadOnlyList<string>? experimentIds = null,
        bool includeSpans = true,
        string? session = null,
        CancellationToken cancellationToken = default)
    {
        Required.Positive(maxResults, nameof(maxResults));
        var finder = new TraceFinder(_transport, _settings);
        var search = await finder.PrepareAsync(filter, orderBy, runId, modelId, session, experimentIds, cancellationToken).ConfigureAwait(false);
        return await finder.FindPageAsync(search with { PageSize = maxResults }, pageToken, includeSpans, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes traces of an experiment: either by their ids, or those that started up to a time.</summary>
    /// <param name="experimentId">The experiment; ids of traces that are elsewhere are passed over.</param>
    /// <param name="maxTimestamp">Deletes what started then or before, the oldest first.</param>
    /// <param name="maxTraces">Most traces, only with <paramref name="maxTimestamp"/>.</param>
    /// <param name="traceIds">Ids; sent in groups of 100.</param>
    /// <param name="cancellationToken">Ends the deletion; what was deleted stays so.</param>
    /// <returns>How many traces were deleted.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE unless exactly one of time and ids is given.</exception>
    public Task<int> DeleteTracesAsync(
        string experimentId,
        DateTimeOffset? maxTimestamp = null,
        int? maxTraces = null,
        IReadOnlyCollection<string>? traceIds = null,
        CancellationToken cancellationToken = default) =>
        TraceDeletion.DeleteAsync(_transport, Required.Text(experimentId, nameof(experimentId)), maxTimestamp, maxTraces, traceIds, cancellationToken);

    /// <summary>Sets a tag of a stored trace.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="key">At most 250 characters.</param>
    /// <param name="value">The value; a server may cut it at 8,000 characters.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace.</exception>
    public Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken = default) =>
        _transport.SetTraceTagAsync(Required.Text(traceId, nameof(traceId)), Required.Text(key, nameof(key)), Required.NotNull(value, nameof(value)), cancellationToken);

    /// <summary>Deletes a tag of a stored trace.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="key">The tag.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace or tag.</exception>
    public Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken = default) =>
        _transport.DeleteTraceTagAsync(Required.Text(traceId, nameof(traceId)), Required.Text(key, nameof(key)), cancellationToken);

    /// <summary>Links traces to a run, so that a search by the run finds them; again has no further effect.</summary>
    /// <param name="traceIds">At most 100 ids.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such run; INVALID_PARAMETER_VALUE for too many ids.</exception>
    public Task LinkTracesToRunAsync(IReadOnlyCollection<string> traceIds, string runId, CancellationToken cancellationToken = default) =>
        _transport.LinkTracesToRunAsync([.. Required.NotNull(traceIds, nameof(traceIds))], Required.Text(runId, nameof(runId)), cancellationToken);
}
