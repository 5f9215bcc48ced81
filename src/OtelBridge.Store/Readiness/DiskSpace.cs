using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Readiness;

/// <summary>How much room the disk of a store has left.</summary>
internal static class DiskSpace
{
    /// <summary>What the next writes may need: as much as the largest group of them.</summary>
    public const long Least = 64L * 1024 * 1024;

    /// <exception cref="StoreUnavailableException">Too little for the next writes.</exception>
    public static void Check(string path, long least = Least)
    {
        // A file system that does not say how large it is does not say either how much is free.
        if (Read(path) is { All: > 0 } size && size.Free < least)
        {
            throw new StoreUnavailableException(FormattableString.Invariant($"The disk of the store has {size.Free / 1024} KiB left. Make room, or keep less (--retain)."));
        }
    }

    private static (long All, long Free) Read(string path)
    {
        try
        {
            var drive = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path); // the folder is there, the file may not be
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (0, 0);
        }
    }
}
