using System.Diagnostics.CodeAnalysis;

namespace OtelBridge.Export.Spool;

/// <summary>The folder of one process's parcels, held by its lock: <c>ID/</c>, and beside it <c>ID.lock</c>.</summary>
/// <remarks>
/// The operating system lets go of the lock when the process ends, however it ends. The lock is taken before the folder is made and removed after it, so that a folder
/// is never without an owner but when its process is gone. Ids are never used twice.
/// </remarks>
internal sealed class SpoolFolder : IDisposable
{
    public const string LockSuffix = ".lock";

    private const int MaxAttempts = 5;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;
    private readonly string _lockPath;

    private SpoolFolder(string root, string id, FileStream held)
    {
        Id = id;
        Path = System.IO.Path.Combine(root, id);
        _lockPath = LockPath(root, id);
        _lock = held;
    }

    public string Id { get; }

    public string Path { get; }

    /// <summary>Gets or sets how many parcels in it wait.</summary>
    public int Parcels { get; set; }

    /// <summary>Gets or sets the highest number of a parcel in it.</summary>
    public long LastSequence { get; set; }

    /// <summary>Gets or sets the latest time of a parcel in it.</summary>
    public long LastRank { get; set; }

    /// <summary>Makes a folder that nobody else has.</summary>
    /// <exception cref="IOException">The disk does not allow it; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static SpoolFolder Create(string root)
    {
        CreateFolder(System.IO.Path.GetDirectoryName(root)!); // of the modes given, only the last folder of a path gets them
        CreateFolder(root);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (TryCreate(root, Guid.NewGuid().ToString("N")) is { } folder)
                {
                    return folder;
                }
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // Somebody who cleans up has the new lock for a moment; a disk that fails does so again.
            }
        }
    }

    /// <summary>Takes over the folder of a process that is gone; false when its process lives, or there is nothing left to take.</summary>
    public static bool TryTake(string root, string id, [NotNullWhen(true)] out SpoolFolder? folder)
    {
        folder = null;
        try
        {
            // A lock is made only where there is a folder: one without a folder is about to be removed.
            var exists = Directory.Exists(System.IO.Path.Combine(root, id));
            var taken = new SpoolFolder(root, id, Lock(root, id, exists ? FileMode.OpenOrCreate : FileMode.Open));
            if (Directory.Exists(taken.Path))
            {
                folder = taken;
                return true;
            }

            taken.TryRemove();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The ids of all folders, whoever's they are.</summary>
    public static IEnumerable<string> Ids(string root)
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return Directory.EnumerateFileSystemEntries(root)
            .Select(static path => System.IO.Path.GetFileName(path))
            .Select(static name => name.EndsWith(LockSuffix, StringComparison.Ordinal) ? name[..^LockSuffix.Length] : name)
            .Where(static name => Guid.TryParseExact(name, "N", out _))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>The parcels in it, and what they count as; removes those that were never finished.</summary>
    /// <param name="others">How many files in it are no parcels that this program knows.</param>
    public List<(ParcelName Name, long Cost)> List(out int others)
    {
        var parcels = new List<(ParcelName, long)>();
        others = 0;
        foreach (var file in new DirectoryInfo(Path).EnumerateFiles())
        {
            if (ParcelName.TryParse(file.Name, out var name))
            {
                parcels.Add((name, ParcelFile.Cost(file.Length)));
            }
            else if (!ParcelName.IsUnfinished(file.Name) || !ParcelFile.TryDelete(file.FullName))
            {
                others++;
            }
        }

        return parcels;
    }

    /// <summary>Lets go of the folder for good. It stays on disk, and this is false, when something is in it that is not ours to remove.</summary>
    public bool TryRemove()
    {
        try
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be removed there.
            Dispose();
        }

        // A lock that stays is removed by whoever looks next.
        ParcelFile.TryDelete(_lockPath);
        Dispose();
        return true;
    }

    /// <summary>Lets go of the folder; what is in it stays, for whoever takes it.</summary>
    public void Dispose() => _lock.Dispose();

    private static string LockPath(string root, string id) => System.IO.Path.Combine(root, id + LockSuffix);

    private static FileStream Lock(string root, string id, FileMode mode) => new(LockPath(root, id), ParcelFile.Options(mode, FileAccess.ReadWrite));

    /// <summary>Null when somebody who cleans up took the lock, found no folder and removed it, all before it was ours.</summary>
    private static SpoolFolder? TryCreate(string root, string id)
    {
        var folder = new SpoolFolder(root, id, Lock(root, id, FileMode.CreateNew));
        try
        {
            if (File.Exists(folder._lockPath))
            {
                CreateFolder(folder.Path);
                return folder;
            }

            folder.Dispose();
            return null;
        }
        catch
        {
            folder.TryRemove();
            throw;
        }
    }

    // Prompts and answers are in there.
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
