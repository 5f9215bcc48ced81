using Microsoft.Data.Sqlite;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>Makes a store of a backup: a SQLite file again, or one on a database server. No server may use the store meanwhile.</summary>
public static class StoreRestore
{
    /// <summary>Restores a backup.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="address">The store, which is empty or not there.</param>
    /// <param name="options">How, and whom to tell.</param>
    /// <param name="cancellationToken">Ends it. Of a SQLite store nothing is left; one on a database server is marked as not finished, and the same call goes on with it.</param>
    /// <exception cref="BackupException">The backup is damaged or of a newer version, or the store is not empty.</exception>
    /// <exception cref="StoreException">The store cannot be opened, or is in use.</exception>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public static async Task<BackupManifest> RunAsync(string file, string address, BackupOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        file = Path.GetFullPath(file);
        var manifest = BackupManifest.Read(file);
        try
        {
            await (TraceStores.FindPath(address) is { } path
                ? RestoreFileAsync(file, manifest, path, options, cancellationToken)
                : RestoreCopyAsync(file, manifest, address, options, cancellationToken)).ConfigureAwait(false);
            return manifest;
        }
        catch (SqliteException e)
        {
            throw new BackupException($"The backup '{file}' cannot be restored: {SqliteErrors.Describe(e)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MigrationException)
        {
            throw new BackupException($"The backup '{file}' cannot be restored: {e.Message}", e);
        }
    }

    private static async Task RestoreFileAsync(string file, BackupManifest manifest, string path, BackupOptions options, CancellationToken cancellationToken)
    {
        using var restored = RestoredFile.Begin(path);
        await restored.FillAsync(file, manifest, options, cancellationToken).ConfigureAwait(false);
        restored.Commit(cancellationToken);
    }

    private static async Task RestoreCopyAsync(string file, BackupManifest manifest, string address, BackupOptions options, CancellationToken cancellationToken)
    {
        if (manifest.Schema < SqliteSchema.Newest)
        {
            throw new BackupException(
                $"The backup '{file}' is of an older version (schema {manifest.Schema}). Restore it into a SQLite file, which brings it to this version, and copy that with 'otelbridge migrate'.");
        }

        if (await BackupCheckup.FindDamageAsync(file, manifest, options, cancellationToken).ConfigureAwait(false) is { } damage)
        {
            throw new BackupException($"The backup '{file}' was not restored: {damage}. Take an earlier one.");
        }

        var source = SqliteTraceStore.Open(file, StoreAccess.ReadOnly);
        await using var closing = source.ConfigureAwait(false);
        var target = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        await using var closingTarget = target.ConfigureAwait(false);
        var mark = new RestoreMark(target, manifest, options.Time);
        await mark.PutAsync(cancellationToken).ConfigureAwait(false);
        var report = await new StoreMigration(source, target, new MigrationOptions { Progress = options.Progress, Time = options.Time }).RunAsync(cancellationToken).ConfigureAwait(false);
        var sums = report.Sums.Values;
        var contents = new BackupContents(report.Experiments, report.Runs, sums.Sum(static sum => sum.Target.Traces), sums.Sum(static sum => sum.Target.Spans));
        if (!report.IsWhole || contents != manifest.Contents)
        {
            throw new BackupException(
                $"The store '{target.Description}' is not what was backed up: it has {contents}, and the backup {manifest.Contents}. It stays marked as not finished; "
                + "run the same command again, with no server on the store.");
        }

        await mark.RemoveAsync(cancellationToken).ConfigureAwait(false);
    }
}
