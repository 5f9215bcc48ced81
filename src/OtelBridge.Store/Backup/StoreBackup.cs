using System.Reflection;
using Microsoft.Data.Sqlite;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>Makes a backup of a store while a server writes to it: one SQLite file, of whatever kind the store is, and a manifest beside it.</summary>
/// <remarks>
/// <para>Of a SQLite file it is a copy of one state, page by page: everything that was acknowledged before it began is in it. Of a store on a database server it is what
/// <see cref="StoreMigration"/> makes: experiments, runs and traces, read one after the other, and compared in the end. What else a database holds, its own backups keep.</para>
/// <para>Until the end the file has another name. It is checked before it gets its own, so that a store that is damaged does not push out the backups of one that was not.</para>
/// </remarks>
public static class StoreBackup
{
    /// <summary>Makes a backup.</summary>
    /// <param name="address">The store, which is opened to read only.</param>
    /// <param name="file">The file, which must not be there.</param>
    /// <param name="options">How, and whom to tell.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    /// <exception cref="BackupException">It cannot be made.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public static async Task<BackupManifest> WriteAsync(string address, string file, BackupOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        var source = await TraceStores.OpenAsync(address, StoreAccess.ReadOnly, cancellationToken).ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        using var backup = BackupFile.Begin(file);
        try
        {
            if (TraceStores.FindPath(address) is { } path)
            {
                await Task.Run(() => SqliteCopy.Run(path, backup.PartialPath, (done, all) => options.Progress("Copying", done, all), cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                await CopyAsync(source, backup.PartialPath, options, cancellationToken).ConfigureAwait(false);
            }

            var manifest = await Task.Run(() => Describe(source, backup.PartialPath, options, cancellationToken), cancellationToken).ConfigureAwait(false);
            backup.Commit(manifest);
            return manifest;
        }
        catch (SqliteException e)
        {
            throw new BackupException($"The backup '{backup.Path}' cannot be made: {SqliteErrors.Describe(e)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MigrationException)
        {
            throw new BackupException($"The backup '{backup.Path}' cannot be made: {e.Message}", e);
        }
    }

    private static async Task CopyAsync(ITraceStore source, string path, BackupOptions options, CancellationToken cancellationToken)
    {
        var target = SqliteTraceStore.Open(path, StoreAccess.ReadWrite);
        await using (target.ConfigureAwait(false))
        {
            var migration = new StoreMigration(source, target, new MigrationOptions { Progress = options.Progress, Time = options.Time });
            var report = await migration.RunAsync(cancellationToken).ConfigureAwait(false);
            if (!report.IsWhole)
            {
                throw new BackupException(
                    $"The copy of '{source.Description}' is not the same as the store: some of it cannot be read, or changes faster than it is copied. 'otelbridge doctor' says "
                    + "what cannot be read; otherwise try again when less is written.");
            }
        }

        SqliteCopy.LeaveLog(path);
    }

    private static BackupManifest Describe(ITraceStore source, string path, BackupOptions options, CancellationToken cancellationToken)
    {
        options.Progress("Checking", 0, 0);
        if (!SqliteContents.IsSound(path))
        {
            throw new BackupException($"The store '{source.Description}' is damaged, and so is its copy: no backup was made. 'otelbridge doctor' says more. Keep the backups that you have.");
        }

        var (contents, schema) = SqliteContents.Read(path);
        var sum = DurableFiles.Seal(path, (done, all) => options.Progress("Summing", done, all), cancellationToken);
        return new BackupManifest
        {
            Format = BackupManifest.NewestFormat,
            MadeAt = options.Time.GetUtcNow(),
            MadeBy = typeof(StoreBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0",
            Source = source.Description,
            Schema = schema,
            Bytes = new FileInfo(path).Length,
            Sha256 = sum,
            Contents = contents,
        };
    }
}
