using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Experiments, checked and answered the same way for every wire.</summary>
internal sealed class ExperimentService(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    public Task<UpdateExperimentResponse> UpdateExperimentAsync(UpdateExperimentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeleteExperimentResponse> DeleteExperimentAsync(DeleteExperimentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<RestoreExperimentResponse> RestoreExperimentAsync(RestoreExperimentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<SetExperimentTagResponse> SetExperimentTagAsync(SetExperimentTagRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeleteExperimentTagResponse> DeleteExperimentTagAsync(DeleteExperimentTagRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

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
            request.View is LifecycleView.All or LifecycleView.Deleted,
            cancellationToken);
        var response = new SearchExperimentsResponse { NextPageToken = page.NextPageToken };
        response.Experiments.AddRange(page.Items);
        return response;
    }

    private static string Describe(GetExperimentRequest request) => request.HasExperimentId
        ? $"with id '{TrackingRequest.Quote(request.ExperimentId)}'"
        : $"named '{TrackingRequest.Quote(request.Name)}'";
}
