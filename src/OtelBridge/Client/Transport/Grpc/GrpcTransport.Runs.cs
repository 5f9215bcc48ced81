using OtelBridge.Entities;
using OtelBridge.Grpc;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>The questions over gRPC. This part: runs.</summary>
internal sealed partial class GrpcTransport
{
    public async Task<Run> CreateRunAsync(
        string experimentId, string? name, IReadOnlyDictionary<string, string>? tags, DateTimeOffset? startTime, CancellationToken cancellationToken)
    {
        var request = new Wire.CreateRunRequest { ExperimentId = experimentId, Name = name ?? string.Empty };
        request.Tags.Set(tags);
        if (startTime is { } time)
        {
            request.StartTimeMs = time.ToUnixTimeMilliseconds();
        }

        return ExperimentMessages.Read((await CallAsync(TrackingServiceMethods.CreateRun, request, cancellationToken).ConfigureAwait(false)).Run);
    }

    public async Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken) => ExperimentMessages.Read(
        (await CallAsync(TrackingServiceMethods.GetRun, new Wire.GetRunRequest { RunId = runId }, cancellationToken).ConfigureAwait(false)).Run);

    public async Task<Run> UpdateRunAsync(string runId, RunStatus? status, DateTimeOffset? endTime, string? name, CancellationToken cancellationToken)
    {
        var request = new Wire.UpdateRunRequest { RunId = runId };
        if (status is { } given)
        {
            request.Status = ExperimentMessages.Write(given);
        }

        if (endTime is { } time)
        {
            request.EndTimeMs = time.ToUnixTimeMilliseconds();
        }

        if (name is not null)
        {
            request.Name = name;
        }

        return ExperimentMessages.Read((await CallAsync(TrackingServiceMethods.UpdateRun, request, cancellationToken).ConfigureAwait(false)).Run);
    }

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.DeleteRun, new Wire.DeleteRunRequest { RunId = runId }, cancellationToken);

    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.RestoreRun, new Wire.RestoreRunRequest { RunId = runId }, cancellationToken);

    public async Task<PagedList<Run>> SearchRunsAsync(
        IReadOnlyList<string> experimentIds,
        string? filter,
        IReadOnlyList<string>? orderBy,
        int? maxResults,
        ViewType view,
        string? pageToken,
        CancellationToken cancellationToken)
    {
        var request = new Wire.SearchRunsRequest
        {
            ExperimentIds = { experimentIds },
            Filter = filter ?? string.Empty,
            OrderBy = { orderBy ?? [] },
            MaxResults = maxResults ?? 0,
            View = ExperimentMessages.Write(view),
            PageToken = pageToken ?? string.Empty,
        };
        var answer = await CallAsync(TrackingServiceMethods.SearchRuns, request, cancellationToken).ConfigureAwait(false);
        return new PagedList<Run>([.. answer.Runs.Select(ExperimentMessages.Read)], answer.NextPageToken);
    }

    public Task LogRunAsync(
        string runId,
        IReadOnlyList<Metric>? metrics,
        IReadOnlyDictionary<string, string>? parameters,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        var request = new Wire.LogRunBatchRequest { RunId = runId };
        request.Metrics.Add((metrics ?? []).Select(static m => new Wire.Metric
        {
            Key = m.Key,
            Value = m.Value,
            TimestampMs = m.Timestamp.ToUnixTimeMilliseconds(),
            Step = m.Step,
        }));
        request.Params.Set(parameters);
        request.Tags.Set(tags);
        return CallAsync(TrackingServiceMethods.LogRunBatch, request, cancellationToken);
    }

    public Task DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.DeleteRunTag, new Wire.DeleteRunTagRequest { RunId = runId, Key = key }, cancellationToken);

    public async Task<PagedList<Metric>> GetMetricHistoryAsync(string runId, string key, string? pageToken, CancellationToken cancellationToken)
    {
        var request = new Wire.GetMetricHistoryRequest { RunId = runId, Key = key, PageToken = pageToken ?? string.Empty };
        var answer = await CallAsync(TrackingServiceMethods.GetMetricHistory, request, cancellationToken).ConfigureAwait(false);
        return new PagedList<Metric>([.. answer.Metrics.Select(ExperimentMessages.Read)], answer.NextPageToken);
    }
}
