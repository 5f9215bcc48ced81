using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>A SQLite store that is being restored: under the name <c>FILE.restoring</c> until all of it is there and has been looked at.</summary>
internal sealed class RestoredFile : IDisposable
{
    private readonly string _path;
    private readonly SqliteLock _lock;

    private RestoredFile(string path, SqliteLock fileLock) => (_path, _lock) = (path, fileLock);

    private string Temporary => _path + ".restoring";

    /// <summary>Begins a restore: takes the lock of the store, as a server does, and takes away what a restore that was killed has left.</summary>
    /// <exception cref="BackupException">There is something that would be overwritten.</exception>
    /// <exception cref="StoreException">A server uses the store, or its folder is not writable.</exception>
    public static RestoredFile Begin(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file has a folder
        var file = new RestoredFile(path, SqliteLock.Take(path));
        try
        {
            if (File.Exists(path) && !SqliteContents.IsEmpty(path))
            {
                throw new BackupException($"The store '{path}' is not empty, and a restore overwrites nothing. Name another file, or move that one away.");
            }

            file.Clear();
            return file;
        }
        catch (Exception e)
        {
            file._lock.Dispose();
            throw e is SqliteException fault ? new BackupException($"'{path}' is in the way, and cannot be read: {SqliteErrors.Describe(fault)}. Name another file.", e) : e;
        }
    }

    /// <summary>Copies the backup, brings its tables to this version, and counts what is in it.</summary>
    /// <exception cref="BackupException">It is not what was written.</exception>
    public async Task FillAsync(string backup, BackupManifest manifest, BackupOptions options, CancellationToken cancellationToken)
    {
        var sum = await Task.Run(() => DurableFiles.Copy(backup, Temporary, (done, all) => options.Progress("Copying", done, all), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (BackupCheckup.SayDamage(manifest, sum) is { } damage)
        {
            throw new BackupException($"The backup '{backup}' was not restored: {damage}. Take an earlier one.");
        }

        await SqliteTraceStore.Open(Temporary, StoreAccess.ReadWrite).DisposeAsync().ConfigureAwait(false);
        var contents = SqliteContents.Read(Temporary).Contents;
        if (contents != manifest.Contents)
        {
            throw new BackupException($"The backup '{backup}' was not restored: it holds {contents}; its manifest says {manifest.Contents}.");
        }
    }

    /// <summary>Gives the store its name, in place of an empty one.</summary>
    public void Commit(CancellationToken cancellationToken)
    {
        SqliteCopy.LeaveLog(Temporary);
        DurableFiles.Seal(Temporary, static (_, _) => { }, cancellationToken);
        SqliteFile.Delete(_path); // with the log of the empty one, which would be read as the log of this
        DurableFiles.Move(Temporary, _path);
    }

    public void Dispose()
    {
        Clear();
        _lock.Dispose();
    }

    private void Clear()
    {
        SqliteFile.Delete(Temporary);
        File.Delete(Temporary + ".lock");
    }
}
