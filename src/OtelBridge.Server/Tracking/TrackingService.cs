using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Reads of traces and the experiments they belong to, checked and answered the same way for every wire.</summary>
/// <remarks>A request that is wrong, or asks for what is not there, ends with a <see cref="GrpcException"/> whose message is for the caller.</remarks>
internal sealed class TrackingService(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    public async Task<GetTraceResponse> GetTraceAsync(GetTraceRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.TraceId(request.TraceId);
        var traces = await _store.Reader.GetTracesAsync([id], cancellationToken);
        return traces.Count > 0
            ? new GetTraceResponse { Trace = traces[0] }
            : throw new GrpcException(GrpcStatusCode.NotFound, $"Trace '{TrackingRequest.Quote(request.TraceId)}' is not stored here.");
    }

    public async Task<BatchGetTracesResponse> BatchGetTracesAsync(BatchGetTracesRequest request, CancellationToken cancellationToken)
    {
        var ids = TrackingRequest.TraceIds(request.TraceIds);
        var response = new BatchGetTracesResponse();
        if (ids.Count > 0)
        {
            response.Traces.AddRange(await _store.Reader.GetTracesAsync(ids, cancellationToken));
        }

        return response;
    }

    public async Task<SearchTracesResponse> SearchTracesAsync(SearchTracesRequest request, CancellationToken cancellationToken)
    {
        var query = new TraceQuery(
            TrackingRequest.ExperimentIds(request.ExperimentIds),
            TrackingRequest.MaxResults(request.MaxResults, TrackingRequest.MaxTraceResults),
            TrackingRequest.PageToken(request.PageToken));
        var page = await _store.Reader.SearchTracesAsync(query, cancellationToken);
        var response = new SearchTracesResponse { NextPageToken = page.NextPageToken };
        response.Traces.AddRange(page.Items);
        return response;
    }

    public async Task<CreateExperimentResponse> CreateExperimentAsync(CreateExperimentRequest request, CancellationToken cancellationToken)
    {
        var name = TrackingRequest.ExperimentName(request.Name);
        var id = await _store.Experiments.CreateAsync(name, TrackingRequest.Tags(request.Tags), cancellationToken);
        return id is not null
            ? new CreateExperimentResponse { ExperimentId = id }
            : throw new GrpcException(
                GrpcStatusCode.AlreadyExists,
                $"An experiment named '{TrackingRequest.Quote(name)}' exists, perhaps deleted; names are never used twice.");
    }

    public async Task<GetExperimentResponse> GetExperimentAsync(GetExperimentRequest request, CancellationToken cancellationToken)
    {
        var experiment = request.ByCase switch
        {
            GetExperimentRequest.ByOneofCase.ExperimentId => await _store.Experiments.FindAsync(
                TrackingRequest.ExperimentId(request.ExperimentId), cancellationToken),
            GetExperimentRequest.ByOneofCase.Name => await _store.Experiments.FindByNameAsync(
                TrackingRequest.ExperimentName(request.Name), cancellationToken),
            _ => throw TrackingRequest.Missing("experiment_id' or 'name"),
        };
        return experiment is not null
            ? new GetExperimentResponse { Experiment = experiment }
            : throw new GrpcException(GrpcStatusCode.NotFound, $"There is no experiment {Describe(request)}.");
    }

    public async Task<SearchExperimentsResponse> SearchExperimentsAsync(SearchExperimentsRequest request, CancellationToken cancellationToken)
    {
        var page = await _store.Experiments.SearchAsync(
            TrackingRequest.MaxResults(request.MaxResults, TrackingRequest.MaxExperimentResults),
            TrackingRequest.PageToken(request.PageToken),
            request.IncludeDeleted,
            cancellationToken);
        var response = new SearchExperimentsResponse { NextPageToken = page.NextPageToken };
        response.Experiments.AddRange(page.Items);
        return response;
    }

    private static string Describe(GetExperimentRequest request) => request.HasExperimentId
        ? $"with id '{TrackingRequest.Quote(request.ExperimentId)}'"
        : $"named '{TrackingRequest.Quote(request.Name)}'";
}
