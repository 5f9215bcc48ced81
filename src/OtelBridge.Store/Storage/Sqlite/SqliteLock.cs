namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Keeps a second server off the same file: what a server knows of the store in memory holds only while nobody else writes.</summary>
/// <remarks>
/// A lock of the operating system on <c>PATH.lock</c>, beside the file that symbolic links lead to; it ends with the process, however that ends. The file
/// itself stays where it is.
/// </remarks>
internal sealed class SqliteLock : IDisposable
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">Another process holds it, or the file cannot be made.</exception>
    public static SqliteLock Take(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            lockPath = FollowLinks(path, MaxLinks) + ".lock";
            return new SqliteLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The store '{path}' cannot be opened: '{lockPath}' is not writable. Check the rights on the folder, or name another file.", e);
        }
        catch (IOException e) when (File.Exists(lockPath))
        {
            throw new StoreException($"The store '{path}' is in use by another OtelBridge server. Stop that one, or name another file.", e) { IsInUse = true };
        }
        catch (IOException e)
        {
            throw new StoreException($"The store '{path}' cannot be opened: {e.Message} Name a file in a folder that is writable.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string FollowLinks(string path, int linksLeft)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path; // the root
        }

        path = Path.Combine(FollowLinks(folder, linksLeft), Path.GetFileName(path));
        return new FileInfo(path).LinkTarget switch
        {
            null => path,
            _ when linksLeft == 0 => throw new IOException("Too many symbolic links."),
            var target => FollowLinks(Path.GetFullPath(target, Path.GetDirectoryName(path)!), linksLeft - 1), // not the root, which is no link
        };
    }
}
