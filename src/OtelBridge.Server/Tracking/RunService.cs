using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Runs, checked and answered the same way for every wire.</summary>
internal sealed class RunService
{
    public Task<CreateRunResponse> CreateRunAsync(CreateRunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<GetRunResponse> GetRunAsync(GetRunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<UpdateRunResponse> UpdateRunAsync(UpdateRunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeleteRunResponse> DeleteRunAsync(DeleteRunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<RestoreRunResponse> RestoreRunAsync(RestoreRunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<SearchRunsResponse> SearchRunsAsync(SearchRunsRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<LogRunBatchResponse> LogRunBatchAsync(LogRunBatchRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeleteRunTagResponse> DeleteRunTagAsync(DeleteRunTagRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<GetMetricHistoryResponse> GetMetricHistoryAsync(GetMetricHistoryRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();
}
