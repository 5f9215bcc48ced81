using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.Store.Storage.Postgres;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Masking;

/// <summary>Masks what a store holds already, and leaves nothing behind of what was there; or says what rules would find.</summary>
/// <remarks>Trace by trace, each whole: whatever stops it, the same command goes on. What is left after that is taken out at the end: search values, words, copies in blocks, free
/// pages. No server may write the store meanwhile; of a dry run nothing is asked.</remarks>
public static class StoreMasking
{
    private const int MaxUnreadable = 20;
    private const int TracesAtOnce = 50;

    /// <summary>Masks the store at an address.</summary>
    /// <exception cref="StoreException">The store cannot be opened, or is of a kind that cannot be masked.</exception>
    /// <exception cref="Store.Search.InvalidFilterException">The filter cannot be read.</exception>
    public static async Task<MaskingReport> RunAsync(string address, MaskingWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(work);
        if (!work.IsDryRun && ClickHouseAddress.IsMeant(address))
        {
            throw new StoreException(
                "What is stored in ClickHouse cannot be masked in its place: old copies stay until their parts are merged. Look at it with --dry-run; then delete the traces, or "
                + "export them and import them into a store with the rules.");
        }

        MaskingReport report;
        var store = await TraceStores.OpenAsync(address, work.IsDryRun ? StoreAccess.ReadOnly : StoreAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            report = await WalkAsync(store, work, cancellationToken).ConfigureAwait(false);
            if (work.IsDryRun)
            {
                return report;
            }

            await RemoveLeftoversAsync(store, work, cancellationToken).ConfigureAwait(false);
        }

        await FinishAsync(address, work, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private static async Task<MaskingReport> WalkAsync(ITraceStore store, MaskingWork work, CancellationToken cancellationToken)
    {
        var tally = new MaskTally();
        var masks = new ExperimentMasks(work.Rules, store, TimeProvider.System, tally);
        var masking = new StoredTraceMasking(store, masks, tally, writes: !work.IsDryRun);
        var unreadable = new List<string>(); // at most MaxUnreadable
        var all = await store.Reader.CountTracesAsync(work.Experiments, work.Filter, cancellationToken).ConfigureAwait(false);
        var (traces, changed) = (0L, 0L);
        await foreach (var piece in new MaskedSelection(store, work).PiecesAsync(all, cancellationToken).ConfigureAwait(false))
        {
            changed += await MaskAsync(masking, piece, unreadable, cancellationToken).ConfigureAwait(false);
            work.Progress(work.IsDryRun ? "Looking" : "Masking", traces += piece.Count, all);
        }

        var others = work.Filter.Length == 0 ? await new CatalogMasking(store, masks, tally, writes: !work.IsDryRun).RunAsync(work.Experiments, cancellationToken).ConfigureAwait(false) : 0;
        return new MaskingReport(traces, changed, others, tally.Total, tally.Counts, unreadable);
    }

    // One that cannot be read does not keep the others.
    private static async Task<int> MaskAsync(StoredTraceMasking masking, IReadOnlyList<string> traceIds, List<string> unreadable, CancellationToken cancellationToken)
    {
        try
        {
            return await masking.MaskAsync(traceIds, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DamagedTraceException or MessageTooLargeException)
        {
            if (traceIds.Count == 1)
            {
                unreadable.AddRange(unreadable.Count < MaxUnreadable ? traceIds : []);
                return 0;
            }
        }

        var changed = 0;
        foreach (var id in traceIds)
        {
            changed += await MaskAsync(masking, [id], unreadable, cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }

    // Also where this run has changed nothing: one before it may have been stopped here.
    private static async Task RemoveLeftoversAsync(ITraceStore store, MaskingWork work, CancellationToken cancellationToken)
    {
        var database = ((ISqlTraceStore)store).Database; // ClickHouse was refused
        work.Progress("Looking for old copies", 0, 0);
        var neighbours = await DeadCopies.FindNeighboursAsync(database, cancellationToken).ConfigureAwait(false);
        var (masking, done) = (new StoredTraceMasking(store, new ExperimentMasks(work.Rules, store, TimeProvider.System)), 0L);
        foreach (var piece in neighbours.Chunk(TracesAtOnce))
        {
            await masking.RestoreAsync(piece, cancellationToken).ConfigureAwait(false);
            work.Progress("Storing neighbours again", done += piece.Length, neighbours.Count);
        }

        work.Progress("Removing old words", 0, 0);
        await SqlLeftovers.RemoveAsync(database, cancellationToken).ConfigureAwait(false);
    }

    // Opened anew: a store knows words and values from before.
    private static async Task FinishAsync(string address, MaskingWork work, CancellationToken cancellationToken)
    {
        work.Progress("Indexing", 0, 0);
        string path;
        var store = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            await store.FinishIndexAsync(cancellationToken).ConfigureAwait(false);
            path = store.Description["sqlite:".Length..];
        }

        work.Progress("Writing the files anew", 0, 0);
        if (PostgresAddress.IsMeant(address))
        {
            await PostgresRewrite.RunAsync(PostgresAddress.Parse(address), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Task.Run(() => SqliteRewrite.Run(path), cancellationToken).ConfigureAwait(false);
        }
    }
}
