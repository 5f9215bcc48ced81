using System.Globalization;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Changes traces of experiments that the caller may change.</summary>
internal sealed class GuardedTraceRecords(ITraceStore store, ExperimentGuard guard) : ITraceRecords
{
    private static readonly string DefaultExperiment = ExperimentResolver.Default.ToString(CultureInfo.InvariantCulture);

    public async Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken)
    {
        // A trace that is stored already must be theirs as well: a record may move it. A new one of which nobody says where it belongs comes into the default experiment.
        var stored = guard.Caller.IsAdmin ? null : await store.Reader.FindTraceInfoAsync(record.TraceId, cancellationToken).ConfigureAwait(false);
        if (record.ExperimentId.Length > 0 || stored is null)
        {
            guard.Require(AccessLevel.Edit, record.ExperimentId.Length > 0 ? record.ExperimentId : DefaultExperiment);
        }

        if (stored is not null && guard.Caller.Of(stored.ExperimentId) < AccessLevel.Edit)
        {
            throw new AccessDeniedException("The trace belongs to somebody else; trace ids must be random.");
        }

        return await store.Records.PutAsync(record, cancellationToken).ConfigureAwait(false);
    }

    public async Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, traceId, cancellationToken).ConfigureAwait(false);
        await store.Records.SetTagAsync(traceId, key, value, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, traceId, cancellationToken).ConfigureAwait(false);
        return await store.Records.ChangeTagAsync(traceId, key, seen, value, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, traceId, cancellationToken).ConfigureAwait(false);
        await store.Records.DeleteTagAsync(traceId, key, cancellationToken).ConfigureAwait(false);
    }

    public async Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Edit, runId, cancellationToken).ConfigureAwait(false);
        if (!guard.Caller.IsAdmin)
        {
            // As ids that are not stored, those that are hidden are passed over.
            var stored = await store.Reader.GetTraceInfosAsync(traceIds, cancellationToken).ConfigureAwait(false);
            List<TraceInfo> seen = [.. stored.Where(guard.Sees)];
            foreach (var experiment in seen.Select(static trace => trace.ExperimentId).Distinct(StringComparer.Ordinal))
            {
                guard.Require(AccessLevel.Edit, experiment);
            }

            traceIds = [.. seen.Select(static trace => trace.TraceId)];
        }

        await store.Records.LinkToRunAsync(traceIds, runId, cancellationToken).ConfigureAwait(false);
    }

    public Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Edit, deletion.ExperimentId);
        return store.Records.DeleteAsync(deletion, cancellationToken);
    }
}
