using System.Globalization;
using OtelBridge.Configuration;
using OtelBridge.Export.Spool;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>Whether a folder on disk can take what is to be put there.</summary>
internal static class FolderDiagnosis
{
    private const double Full = 0.8;

    /// <summary>The folder where spans wait for a destination: whether it can be written, what lies there, and whether the disk has the room.</summary>
    public static IEnumerable<Finding> Spool(string name, SpoolSettings spool)
    {
        var writable = Writable(name, spool.Path, "spans wait");
        if (writable.Outcome != FindingOutcome.Ok)
        {
            return [writable];
        }

        try
        {
            return [writable, Room(name, spool)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [writable, TracingFaults.SpoolSpace.At(name, $"nobody tells how much room {spool.Path} has: {e.Message}", "Make sure that the spool lies on a local disk with room.")];
        }
    }

    /// <summary>Whether a folder, or the first one above it that exists, can be written. What is written is gone afterwards.</summary>
    public static Finding Writable(string name, string path, string what)
    {
        var folder = Path.GetFullPath(path);
        try
        {
            while (!Directory.Exists(folder))
            {
                if (File.Exists(folder))
                {
                    throw new IOException($"'{folder}' is a file, not a folder");
                }

                folder = Path.GetDirectoryName(folder) ?? throw new IOException("nothing of the path exists");
            }

            using (new FileStream(Path.Combine(folder, $".otelbridge-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return TracingFaults.Ok(name, "folder", $"{path} can be written; {what} there");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return TracingFaults.FolderUnwritable.At(name, $"{path}, where {what}, cannot be written: {e.Message}", "Give the user of the program the right to write there, or set another folder.");
        }
    }

    private static Finding Room(string name, SpoolSettings spool)
    {
        var own = new DirectoryInfo(Path.Combine(spool.Path, name));
        var used = own.Exists ? own.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => ParcelFile.Cost(file.Length)) : 0;
        var free = new DriveInfo(Path.GetFullPath(spool.Path)).AvailableFreeSpace;
        if (used >= spool.MaxBytes * Full)
        {
            return TracingFaults.SpoolFilling.At(name, $"{Megabytes(used)} of at most {Megabytes(spool.MaxBytes)} lie in the spool", "Bring the destination back, or raise MaxSpoolBytes: what exceeds it is dropped.");
        }

        return free < spool.MaxBytes - used
            ? TracingFaults.SpoolSpace.At(name, $"the disk of {spool.Path} has {Megabytes(free)} left, and the spool may take {Megabytes(spool.MaxBytes)}", "Free space on the disk, move the spool, or lower MaxSpoolBytes.")
            : TracingFaults.Ok(name, "spool", $"{Megabytes(used)} of at most {Megabytes(spool.MaxBytes)} used, {Megabytes(free)} free on disk");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MiB");
}
