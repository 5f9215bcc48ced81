using OtelBridge.Grpc;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Experiments, checked and answered the same way for every wire.</summary>
internal sealed class ExperimentService(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    public async Task<CreateExperimentResponse> CreateExperimentAsync(CreateExperimentRequest request, CancellationToken cancellationToken)
    {
        TrackingRequest.ExperimentName(request.Name);
        TrackingRequest.Tags(request.Tags);
        TrackingRequest.ArtifactLocation(request.ArtifactLocation);
        var id = await _store.Experiments.CreateAsync(request, cancellationToken);
        AuditNote.Current?.Add(AuditSubject.Experiment, id ?? string.Empty);
        return id is not null
            ? new CreateExperimentResponse { ExperimentId = id }
            : throw new GrpcException(
                GrpcStatusCode.AlreadyExists,
                $"An experiment named '{TrackingRequest.Quote(request.Name)}' exists, perhaps deleted; names are never used twice.");
    }

    public async Task<UpdateExperimentResponse> UpdateExperimentAsync(UpdateExperimentRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.ExperimentId(request.ExperimentId);
        await _store.Experiments.RenameAsync(id, TrackingRequest.ExperimentName(request.NewName, "new_name"), cancellationToken);
        return new UpdateExperimentResponse();
    }

    public async Task<DeleteExperimentResponse> DeleteExperimentAsync(DeleteExperimentRequest request, CancellationToken cancellationToken)
    {
        await _store.Experiments.SetLifecycleAsync(TrackingRequest.ExperimentId(request.ExperimentId), LifecycleStage.Deleted, cancellationToken);
        return new DeleteExperimentResponse();
    }

    public async Task<RestoreExperimentResponse> RestoreExperimentAsync(RestoreExperimentRequest request, CancellationToken cancellationToken)
    {
        await _store.Experiments.SetLifecycleAsync(TrackingRequest.ExperimentId(request.ExperimentId), LifecycleStage.Active, cancellationToken);
        return new RestoreExperimentResponse();
    }

    public async Task<SetExperimentTagResponse> SetExperimentTagAsync(SetExperimentTagRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.ExperimentId(request.ExperimentId);
        var value = TrackingRequest.ExperimentTagValue(request.Key, request.Value);
        await _store.Experiments.SetTagAsync(id, TrackingRequest.Key(request.Key, "key"), value, cancellationToken);
        return new SetExperimentTagResponse();
    }

    public async Task<DeleteExperimentTagResponse> DeleteExperimentTagAsync(DeleteExperimentTagRequest request, CancellationToken cancellationToken)
    {
        var id = TrackingRequest.ExperimentId(request.ExperimentId);
        await _store.Experiments.DeleteTagAsync(id, TrackingRequest.Id(request.Key, "key", TrackingRequest.MaxKeyLength), cancellationToken);
        return new DeleteExperimentTagResponse();
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
        request.MaxResults = TrackingRequest.MaxResults(request.MaxResults, TrackingRequest.MaxExperimentResults);
        TrackingRequest.PageToken(request.PageToken);
        var page = await _store.Experiments.SearchAsync(request, cancellationToken);
        var response = new SearchExperimentsResponse { NextPageToken = page.NextPageToken };
        response.Experiments.AddRange(page.Items);
        return response;
    }

    private static string Describe(GetExperimentRequest request) => request.HasExperimentId
        ? $"with id '{TrackingRequest.Quote(request.ExperimentId)}'"
        : $"named '{TrackingRequest.Quote(request.Name)}'";
}
