using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>A file in OTLP's file format: one line of OTLP/JSON for each request.</summary>
/// <remarks>
/// The file is opened for each line, by one writer at a time: several processes may share it, and whoever moves it away gets a new one. What could not be written whole is taken
/// back, so that every line can be read.
/// </remarks>
internal sealed class FileSpanWire(string path, TimeProvider time) : ISpanWire
{
    private const int DiskFull = 28; // ENOSPC
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>How long another writer is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort)
    {
        var json = OtlpJsonWriter.WriteRequest(ParcelParts.Read(parcel));
        var line = new byte[json.Length + 1];
        json.CopyTo(line);
        line[^1] = (byte)'\n';
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            using var file = await OpenAsync(abort).ConfigureAwait(false);
            Append(file, line);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Failure(e);
        }
    }

    public void Dispose()
    {
    }

    private async Task<FileStream> OpenAsync(CancellationToken abort)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (time.GetElapsedTime(start) < Patience && File.Exists(path))
            {
                await Task.Delay(Pause, time, abort).ConfigureAwait(false);
            }
        }
    }

    private static void Append(FileStream file, byte[] line)
    {
        var end = file.Length;
        try
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(line);
        }
        catch (IOException)
        {
            TakeBack(file, end);
            throw;
        }
    }

    private static void TakeBack(FileStream file, long end)
    {
        try
        {
            file.SetLength(end);
        }
        catch (IOException)
        {
            // What kept the line from being written is what counts.
        }
    }

    private SendException Failure(Exception e) => e switch
    {
        IOException { HResult: DiskFull or WindowsDiskFull } => new SendException(SendFailure.Transient, $"The disk of '{path}' is full: make room, or move the file away.", e),
        UnauthorizedAccessException => new SendException(SendFailure.Broken, $"'{path}' cannot be written: {e.Message} Give the program the right to, or name another file.", e),
        IOException when !Directory.Exists(path) && File.Exists(path) => new SendException(SendFailure.Transient, $"'{path}' cannot be written now: {e.Message}", e),
        _ => new SendException(SendFailure.Broken, $"'{path}' cannot be written: {e.Message} Name a file in a folder that the program may write to.", e),
    };
}
