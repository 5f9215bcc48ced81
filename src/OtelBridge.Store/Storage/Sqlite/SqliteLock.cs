namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Keeps a second server off the same file: what a server knows of the store in memory holds only while nobody else writes.</summary>
/// <remarks>A lock of the operating system on <c>PATH.lock</c>; it ends with the process, however that ends.</remarks>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">Another process holds it, or the file cannot be made.</exception>
    public static SqliteLock Take(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            return new SqliteLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The store '{path}' cannot be opened: '{lockPath}' is not writable. Check the rights on the folder, or name another file.", e);
        }
        catch (IOException e) when (File.Exists(lockPath))
        {
            throw new StoreException($"The store '{path}' is in use by another OtelBridge server. Stop that one, or name another file.", e);
        }
        catch (IOException e)
        {
            throw new StoreException($"The store '{path}' cannot be opened: {e.Message} Name a file in a folder that is writable.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
