using OtelBridge.Grpc;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Traces, checked and answered the same way for every wire.</summary>
/// <remarks>A request that is wrong, or asks for what is not there, ends with a <see cref="GrpcException"/> whose message is for the caller.</remarks>
internal sealed class TrackingService(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    public async Task<GetTraceResponse> GetTraceAsync(GetTraceRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.TraceId(request.TraceId);
        var traces = await _store.Reader.GetTracesAsync([id], cancellationToken);
        return traces.Count > 0
            ? new GetTraceResponse { Trace = request.Translated ? TranslatedTrace.Of(traces[0]) : traces[0] }
            : throw new GrpcException(GrpcStatusCode.NotFound, $"Trace '{TrackingRequest.Quote(request.TraceId)}' is not stored here.");
    }

    public async Task<BatchGetTracesResponse> BatchGetTracesAsync(BatchGetTracesRequest request, CancellationToken cancellationToken)
    {
        var ids = TrackingRequest.TraceIds(request.TraceIds);
        var response = new BatchGetTracesResponse();
        if (ids.Count > 0)
        {
            var traces = await _store.Reader.GetTracesAsync(ids, cancellationToken);
            response.Traces.AddRange(request.Translated ? traces.Select(TranslatedTrace.Of) : traces);
        }

        return response;
    }

    public async Task<SearchTracesResponse> SearchTracesAsync(SearchTracesRequest request, CancellationToken cancellationToken)
    {
        var query = new TraceQuery(
            TrackingRequest.ExperimentIds(request.ExperimentIds),
            TrackingRequest.MaxResults(request.MaxResults, TrackingRequest.MaxTraceResults),
            TrackingRequest.PageToken(request.PageToken))
        {
            Filter = request.Filter,
            OrderBy = request.OrderBy,
        };
        var page = await _store.Reader.SearchTracesAsync(query, cancellationToken);
        var response = new SearchTracesResponse { NextPageToken = page.NextPageToken };
        response.Traces.AddRange(page.Items);
        return response;
    }

    public async Task<CountTracesResponse> CountTracesAsync(CountTracesRequest request, CancellationToken cancellationToken)
    {
        var experiments = TrackingRequest.ExperimentIds(request.ExperimentIds);
        return new CountTracesResponse { Count = await _store.Reader.CountTracesAsync(experiments, request.Filter, cancellationToken) };
    }

    public async Task<CalculateFilterCorrelationResponse> CalculateFilterCorrelationAsync(CalculateFilterCorrelationRequest request, CancellationToken cancellationToken)
    {
        var experiments = TrackingRequest.ExperimentIds(request.ExperimentIds);
        var (both, filter1, filter2) = (request.BaseFilter, request.Filter1, request.Filter2);
        return FilterCorrelation.Of(
            await CountAsync(both, filter1), await CountAsync(both, filter2), await CountAsync(both, filter1, filter2), await CountAsync(both));

        Task<long> CountAsync(params IEnumerable<string> filters) =>
            _store.Reader.CountTracesAsync(experiments, TraceFilter.All(filters), cancellationToken);
    }

    public async Task<GetTraceInfoResponse> GetTraceInfoAsync(GetTraceInfoRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.TraceId(request.TraceId);
        var info = await _store.Reader.FindTraceInfoAsync(id, cancellationToken);
        return info is not null
            ? new GetTraceInfoResponse { Info = info }
            : throw new GrpcException(GrpcStatusCode.NotFound, $"Trace with ID '{TrackingRequest.Quote(id)}' not found.");
    }

    public async Task<StartTraceResponse> StartTraceAsync(StartTraceRequest request, CancellationToken cancellationToken)
    {
        var record = TraceRecordRequest.Check(request.Record);
        return new StartTraceResponse { Info = await _store.Records.PutAsync(record, cancellationToken) };
    }

    public async Task<DeleteTracesResponse> DeleteTracesAsync(DeleteTracesRequest request, CancellationToken cancellationToken)
    {
        var deletion = TraceDeletionRequest.Check(request);
        var deleted = await _store.Records.DeleteAsync(deletion, cancellationToken);
        AuditNote.Current?.AddItems(deleted);
        return new DeleteTracesResponse { TracesDeleted = deleted };
    }

    public async Task<SetTraceTagResponse> SetTraceTagAsync(SetTraceTagRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.TraceId(request.TraceId);
        await _store.Records.SetTagAsync(id, TrackingRequest.Key(request.Key, "key"), request.Value, cancellationToken);
        return new SetTraceTagResponse();
    }

    public async Task<DeleteTraceTagResponse> DeleteTraceTagAsync(DeleteTraceTagRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.TraceId(request.TraceId);
        await _store.Records.DeleteTagAsync(id, TrackingRequest.Id(request.Key, "key", TrackingRequest.MaxKeyLength), cancellationToken);
        return new DeleteTraceTagResponse();
    }

    public async Task<LinkTracesToRunResponse> LinkTracesToRunAsync(LinkTracesToRunRequest request, CancellationToken cancellationToken)
    {
        var ids = TrackingRequest.TraceIds(request.TraceIds);
        await _store.Records.LinkToRunAsync(ids, TrackingRequest.Id(request.RunId, "run_id"), cancellationToken);
        return new LinkTracesToRunResponse();
    }
}
