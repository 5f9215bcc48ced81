using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Runs, checked and answered the same way for every wire.</summary>
internal sealed class RunService(ITraceStore store)
{
    private const int DefaultRunResults = 1000;
    private const int MaxRunResults = 50_000;
    private const int MaxHistoryResults = 100_000;

    private readonly ITraceStore _store = store;

    public async Task<CreateRunResponse> CreateRunAsync(CreateRunRequest request, CancellationToken cancellationToken)
    {
        RunRequest.Check(request);
        var run = await _store.Runs.CreateAsync(request, cancellationToken);
        AuditNote.Current?.Add(AuditSubject.Run, run.RunId);
        return new CreateRunResponse { Run = run };
    }

    public async Task<GetRunResponse> GetRunAsync(GetRunRequest request, CancellationToken cancellationToken) =>
        new() { Run = await _store.Runs.GetAsync(TrackingRequest.Id(request.RunId, "run_id"), cancellationToken) };

    public async Task<UpdateRunResponse> UpdateRunAsync(UpdateRunRequest request, CancellationToken cancellationToken)
    {
        RunRequest.Check(request);
        return new UpdateRunResponse { Run = await _store.Runs.UpdateAsync(request, cancellationToken) };
    }

    public async Task<DeleteRunResponse> DeleteRunAsync(DeleteRunRequest request, CancellationToken cancellationToken)
    {
        await _store.Runs.SetLifecycleAsync(TrackingRequest.Id(request.RunId, "run_id"), LifecycleStage.Deleted, cancellationToken);
        return new DeleteRunResponse();
    }

    public async Task<RestoreRunResponse> RestoreRunAsync(RestoreRunRequest request, CancellationToken cancellationToken)
    {
        await _store.Runs.SetLifecycleAsync(TrackingRequest.Id(request.RunId, "run_id"), LifecycleStage.Active, cancellationToken);
        return new RestoreRunResponse();
    }

    public async Task<SearchRunsResponse> SearchRunsAsync(SearchRunsRequest request, CancellationToken cancellationToken)
    {
        TrackingRequest.ExperimentIds(request.ExperimentIds);
        TrackingRequest.PageToken(request.PageToken);
        request.MaxResults = TrackingRequest.MaxResults(request.MaxResults, MaxRunResults, DefaultRunResults);
        var page = await _store.Runs.SearchAsync(request, cancellationToken);
        var response = new SearchRunsResponse { NextPageToken = page.NextPageToken };
        response.Runs.AddRange(page.Items);
        return response;
    }

    public async Task<LogRunBatchResponse> LogRunBatchAsync(LogRunBatchRequest request, CancellationToken cancellationToken)
    {
        RunRequest.Check(request);
        await _store.Runs.LogAsync(request, cancellationToken);
        return new LogRunBatchResponse();
    }

    public async Task<DeleteRunTagResponse> DeleteRunTagAsync(DeleteRunTagRequest request, CancellationToken cancellationToken)
    {
        var key = TrackingRequest.Id(request.Key, "key", TrackingRequest.MaxKeyLength);
        await _store.Runs.DeleteTagAsync(TrackingRequest.Id(request.RunId, "run_id"), key, cancellationToken);
        return new DeleteRunTagResponse();
    }

    public async Task<GetMetricHistoryResponse> GetMetricHistoryAsync(GetMetricHistoryRequest request, CancellationToken cancellationToken)
    {
        TrackingRequest.Id(request.RunId, "run_id");
        TrackingRequest.Id(request.Key, "metric_key", TrackingRequest.MaxKeyLength);
        TrackingRequest.PageToken(request.PageToken);
        request.MaxResults = TrackingRequest.MaxResults(request.MaxResults, MaxHistoryResults, MaxHistoryResults);
        var page = await _store.Runs.GetMetricHistoryAsync(request, cancellationToken);
        var response = new GetMetricHistoryResponse { NextPageToken = page.NextPageToken };
        response.Metrics.AddRange(page.Items);
        return response;
    }
}
