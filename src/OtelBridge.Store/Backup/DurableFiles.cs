using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OtelBridge.Store.Backup;

/// <summary>Files that are there under their name only when all of them is on the disk.</summary>
internal static class DurableFiles
{
    private const int BufferSize = 1024 * 1024;
    private const int OpenReadOnly = 0;

    /// <summary>Writes a small file whole, or not at all.</summary>
    public static void Write(string path, byte[] contents)
    {
        var part = path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            file.Write(contents);
            file.Flush(flushToDisk: true);
        }

        Move(part, path);
    }

    /// <summary>Gives a file that is on the disk its name, in place of one that has it.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!); // of a full path to a file
    }

    /// <summary>Brings a file to the disk, and computes its checksum on the way.</summary>
    public static string Seal(string path, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var sum = Sum(file, static _ => { }, progress, cancellationToken);
        file.Flush(flushToDisk: true);
        return sum;
    }

    /// <summary>Copies a file, and gives its checksum as it was read.</summary>
    public static string Copy(string from, string to, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var source = OpenToRead(from);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        return Sum(source, bytes => target.Write(bytes.Span), progress, cancellationToken);
    }

    /// <summary>Computes the checksum of a file.</summary>
    public static string Sum(string path, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var file = OpenToRead(path);
        return Sum(file, static _ => { }, progress, cancellationToken);
    }

    private static FileStream OpenToRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static string Sum(FileStream file, Action<ReadOnlyMemory<byte>> take, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (var (read, end) = (0L, file.Length); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = file.Read(buffer);
            if (count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            hash.AppendData(buffer, 0, count);
            take(buffer.AsMemory(0, count));
            progress(read += count, end);
        }
    }

    // A name is on the disk when its folder is, which .NET has no word for.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there a rename is as durable as the file system makes it
        }

        var handle = Open(folder, OpenReadOnly);
        if (handle >= 0)
        {
            _ = FlushToDisk(handle); // file systems that know none refuse it
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int FlushToDisk(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Close(int handle);
}
