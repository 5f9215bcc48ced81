using OtelBridge.Entities;
using OtelBridge.Grpc;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>The questions over gRPC. This part: experiments.</summary>
internal sealed partial class GrpcTransport
{
    public async Task<string> CreateExperimentAsync(
        string name, IReadOnlyDictionary<string, string>? tags, string? artifactLocation, CancellationToken cancellationToken)
    {
        var request = new Wire.CreateExperimentRequest { Name = name, ArtifactLocation = artifactLocation ?? string.Empty };
        request.Tags.Set(tags);
        return (await CallAsync(TrackingServiceMethods.CreateExperiment, request, cancellationToken).ConfigureAwait(false)).ExperimentId;
    }

    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        GetExperimentAsync(new Wire.GetExperimentRequest { ExperimentId = experimentId }, cancellationToken);

    public async Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetExperimentAsync(new Wire.GetExperimentRequest { Name = name }, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    public async Task<PagedList<Experiment>> SearchExperimentsAsync(
        string? filter, IReadOnlyList<string>? orderBy, int? maxResults, ViewType view, string? pageToken, CancellationToken cancellationToken)
    {
        var request = new Wire.SearchExperimentsRequest
        {
            Filter = filter ?? string.Empty,
            OrderBy = { orderBy ?? [] },
            MaxResults = maxResults ?? 0,
            View = ExperimentMessages.Write(view),
            PageToken = pageToken ?? string.Empty,
        };
        var answer = await CallAsync(TrackingServiceMethods.SearchExperiments, request, cancellationToken).ConfigureAwait(false);
        return new PagedList<Experiment>([.. answer.Experiments.Select(ExperimentMessages.Read)], answer.NextPageToken);
    }

    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken) =>
        CallAsync(
            TrackingServiceMethods.UpdateExperiment, new Wire.UpdateExperimentRequest { ExperimentId = experimentId, NewName = newName }, cancellationToken);

    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.DeleteExperiment, new Wire.DeleteExperimentRequest { ExperimentId = experimentId }, cancellationToken);

    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.RestoreExperiment, new Wire.RestoreExperimentRequest { ExperimentId = experimentId }, cancellationToken);

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken) =>
        CallAsync(
            TrackingServiceMethods.SetExperimentTag,
            new Wire.SetExperimentTagRequest { ExperimentId = experimentId, Key = key, Value = value },
            cancellationToken);

    public Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken) =>
        CallAsync(
            TrackingServiceMethods.DeleteExperimentTag, new Wire.DeleteExperimentTagRequest { ExperimentId = experimentId, Key = key }, cancellationToken);

    private async Task<Experiment> GetExperimentAsync(Wire.GetExperimentRequest request, CancellationToken cancellationToken) =>
        ExperimentMessages.Read((await CallAsync(TrackingServiceMethods.GetExperiment, request, cancellationToken).ConfigureAwait(false)).Experiment);
}
