using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Backup;

/// <summary>What stands in a store on a database server while a backup is restored into it: a trace that says so, to whoever looks, and to the command when it is run again.</summary>
internal sealed class RestoreMark(ITraceStore store, BackupManifest manifest, TimeProvider time)
{
    /// <summary>The id of the trace.</summary>
    public const string TraceId = "tr-otelbridge-restore-not-finished";

    private const string ExperimentId = "0";
    private const string BackupTag = "otelbridge.restore.sha256";
    private const string NameTag = "mlflow.traceName";
    private const string Name = "RESTORE NOT FINISHED";
    private const string Advice = "A backup is being restored into this store, and not all of it is here. If the restore was stopped, run the same command again.";

    /// <summary>Puts it there; or finds it there, when an earlier restore of the same backup was stopped.</summary>
    /// <exception cref="BackupException">The store is not empty.</exception>
    public async Task PutAsync(CancellationToken cancellationToken)
    {
        if (await store.Reader.FindTraceInfoAsync(TraceId, cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (found.Tags.GetValueOrDefault(BackupTag) != manifest.Sha256)
            {
                throw new BackupException($"The restore of another backup into '{store.Description}' was never finished. Finish that one, or name an empty store.");
            }

            return;
        }

        if (!await IsEmptyAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new BackupException($"The store '{store.Description}' is not empty, and a restore overwrites nothing. Name an empty one; 'otelbridge migrate' adds one store to another.");
        }

        await store.Records.PutAsync(
            new TraceRecord
            {
                TraceId = TraceId,
                ExperimentId = ExperimentId,
                State = TraceState.InProgress,
                StartTimeUnixNano = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000,
                RequestPreview = Advice,
                Tags = { [NameTag] = Name, [BackupTag] = manifest.Sha256 },
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes it away.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) =>
        store.Records.DeleteAsync(new TraceDeletion(ExperimentId) { TraceIds = [TraceId] }, cancellationToken);

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        var traces = await store.Reader.ListTracesAsync(1, string.Empty, cancellationToken).ConfigureAwait(false);
        var experiments = await store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = 2, View = LifecycleView.All }, cancellationToken).ConfigureAwait(false);
        var runs = await store.Runs.SearchAsync(
            new SearchRunsRequest { ExperimentIds = { ExperimentId }, MaxResults = 1, View = LifecycleView.All }, cancellationToken).ConfigureAwait(false);
        return traces.Items.Count == 0 && experiments.Items.Count == 1 && runs.Items.Count == 0;
    }
}
