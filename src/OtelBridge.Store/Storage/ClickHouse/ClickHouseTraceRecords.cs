using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What clients say of traces besides their spans: changed in turns, see <see cref="ITraceTurns"/>.</summary>
internal sealed class ClickHouseTraceRecords(ClientChanges changes, TraceDeletions deletions, ITraceReader reader, ITraceStore catalog, TimeProvider time) : ITraceRecords
{
    public async Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken)
    {
        var experiment = record.ExperimentId.Length > 0 ? await RequireActiveAsync(record.ExperimentId, cancellationToken).ConfigureAwait(false) : (long?)null;
        await changes.ChangeAsync(
            [record.TraceId],
            trace =>
            {
                trace.State.Put(record, experiment, time.GetUtcNow());
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return await reader.FindTraceInfoAsync(record.TraceId, CancellationToken.None).ConfigureAwait(false) ?? throw SqlTraceFacts.NotStored(record.TraceId);
    }

    public Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken) => changes.ChangeAsync(
        [traceId],
        trace =>
        {
            trace.Require();
            trace.State.SetTag(key, value);
            return true;
        },
        cancellationToken);

    public Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken) => changes.ChangeAsync(
        traceId,
        trace =>
        {
            var current = trace.State.FindTag(key, trace.Require());
            if (current != seen)
            {
                return (IsChanged: false, new TagChange(IsDone: false, current));
            }

            if (value is not null)
            {
                trace.State.SetTag(key, value);
            }
            else if (current is not null)
            {
                trace.State.RemoveTag(key);
            }

            return (value is not null || current is not null, new TagChange(IsDone: true, trace.State.FindTag(key, trace.Require())));
        },
        cancellationToken);

    public Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken) => changes.ChangeAsync(
        [traceId],
        trace =>
        {
            if (trace.State.FindTag(key, trace.Require()) is null)
            {
                throw new NotStoredException($"No tag with name '{key}' in trace with ID '{traceId}'.");
            }

            trace.State.RemoveTag(key);
            return true;
        },
        cancellationToken);

    public async Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken)
    {
        await catalog.Runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            await changes.ChangeAsync(piece, trace => trace.Record is not null && trace.State.Link(runId), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken) => SqlExperiments.Key(deletion.ExperimentId) is not { } experiment
        ? Task.FromResult(0L)
        : deletion.TraceIds is { } ids
        ? deletions.DeleteAsync(experiment, ids, cancellationToken)
        : deletions.DeleteAsync(experiment, deletion.MaxTimestampMs ?? long.MinValue, deletion.MaxTraces ?? long.MaxValue, cancellationToken);

    private async Task<long> RequireActiveAsync(string experimentId, CancellationToken cancellationToken)
    {
        var experiment = await catalog.Experiments.FindAsync(experimentId, cancellationToken).ConfigureAwait(false);
        return experiment is null || SqlExperiments.Key(experimentId) is not { } key ? throw SqlExperiments.NotStored(experimentId)
            : experiment.LifecycleStage == LifecycleStage.Active ? key : throw SqlExperiments.Deleted(experimentId);
    }
}
