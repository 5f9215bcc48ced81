using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Readiness;

/// <summary>How much room the disk of a store has left.</summary>
internal static class DiskSpace
{
    // As much as the largest group of writes.
    private const long Least = 64L * 1024 * 1024;

    /// <exception cref="StoreUnavailableException">Too little for the next writes.</exception>
    public static void Check(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < Least)
        {
            throw new StoreUnavailableException(FormattableString.Invariant($"The disk of the store has {free / 1024} KiB left. Make room, or keep less (--retain)."));
        }
    }
}
