using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>A backup that is being written: under the name <c>FILE.partial</c> until all of it is on the disk. One process at a time.</summary>
internal sealed class BackupFile : IDisposable
{
    /// <summary>What stands after the name until the backup is whole.</summary>
    public const string PartialSuffix = ".partial";

    private readonly SqliteLock _lock;

    private BackupFile(string path, SqliteLock fileLock) => (Path, _lock) = (path, fileLock);

    /// <summary>Gets the name of the finished backup.</summary>
    public string Path { get; }

    /// <summary>Gets the name until then.</summary>
    public string PartialPath => Path + PartialSuffix;

    /// <summary>Begins a backup, and takes away what one that was killed has left.</summary>
    /// <exception cref="BackupException">There is one already, or it cannot be written there.</exception>
    public static BackupFile Begin(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.Exists(path))
        {
            throw new BackupException($"'{path}' is there already, and a backup overwrites nothing. Name another file, or a folder that takes one a time.");
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // a file has a folder
            var file = new BackupFile(path, SqliteLock.Take(path));
            file.Clear();
            return file;
        }
        catch (StoreException e)
        {
            throw new BackupException(e.IsInUse ? $"Another process writes '{path}' now." : e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives the file its name. The manifest first: a backup is never without it.</summary>
    public void Commit(BackupManifest manifest)
    {
        DurableFiles.Write(Path + BackupManifest.Suffix, manifest.ToJson());
        DurableFiles.Move(PartialPath, Path);
    }

    /// <summary>Takes away what is not a backup, and lets others write it.</summary>
    public void Dispose()
    {
        Clear();
        File.Delete(Path + ".lock");
        _lock.Dispose();
    }

    private void Clear()
    {
        SqliteFile.Delete(PartialPath);
        File.Delete(PartialPath + ".lock");
        File.Delete(Path + BackupManifest.Suffix + ".part");
    }
}
