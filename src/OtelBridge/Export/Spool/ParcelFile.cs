namespace OtelBridge.Export.Spool;

/// <summary>Puts the bytes of a parcel on disk and gets them back.</summary>
internal static class ParcelFile
{
    /// <summary>The least that a file counts as, since disks are given out in blocks.</summary>
    public const long BlockBytes = 4096;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What a file of some bytes counts as.</summary>
    public static long Cost(long bytes) => Math.Max(bytes, BlockBytes);

    /// <summary>Writes a file that is there whole or not at all, but for a loss of power: it is not waited until the disk itself has it.</summary>
    /// <exception cref="IOException">It is not there; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> request)
    {
        var unfinished = path + ParcelName.UnfinishedSuffix;
        try
        {
            using (var file = new FileStream(unfinished, Options(FileMode.Create, FileAccess.Write)))
            {
                RandomAccess.Write(file.SafeFileHandle, [head, request], 0);
            }

            File.Move(unfinished, path);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    public static ParcelReading Read(SpooledParcel spooled, out Parcel? parcel)
    {
        parcel = null;
        try
        {
            using var file = File.OpenHandle(spooled.Path);
            var length = RandomAccess.GetLength(file);
            if (length > ParcelForm.MaxBytes)
            {
                return ParcelReading.Damaged;
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            var read = 0;
            for (int more; read < bytes.Length && (more = RandomAccess.Read(file, bytes.AsSpan(read), read)) > 0; read += more)
            {
            }

            return read < bytes.Length ? ParcelReading.Damaged : ParcelForm.Read(bytes, spooled.Name, out parcel);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or MlflowException)
        {
            return ParcelReading.Damaged;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ParcelReading.NotNow;
        }
    }

    /// <summary>Removes a file; false when it is still there.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is DirectoryNotFoundException;
        }
    }

    /// <summary>A file for this user alone, unbuffered, closed to other openers while it is open here.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode == FileMode.Open ? null : OwnerOnly;
        }

        return options;
    }
}
