using System.Text.Json;

namespace OtelBridge.Server.Transfer;

/// <summary>An export into a file: written under the name <c>FILE.part</c>, which becomes <c>FILE</c> when it is whole.</summary>
/// <remarks>
/// After each page the bytes are on the disk before <c>FILE.part.state</c> says so. Another run cuts off what came after the last whole page, if only half of a
/// trace, and goes on with the next: nothing is missing, nothing is there twice.
/// </remarks>
internal sealed class FileOutput : IExportOutput
{
    // Where Linux keeps files in memory, among its devices.
    private const string MemoryFolder = "/dev/shm/";

    private readonly string _path;
    private readonly string _question;
    private readonly FileStream _part;

    private FileOutput(string path, string question, FileStream part, ExportState start)
    {
        _path = path;
        _question = question;
        _part = part;
        Start = start;
    }

    public ExportState Start { get; }

    private string StatePath => StatePathOf(_path);

    /// <summary>Opens the file.</summary>
    /// <param name="path">Name of the finished file.</param>
    /// <param name="question">What is exported.</param>
    /// <param name="resume">Goes on where an earlier run ended, if there is one; otherwise from the beginning.</param>
    /// <exception cref="TransferException">It cannot be written, or what is there answers another question.</exception>
    public static FileOutput Open(string path, string question, bool resume) => Guard(path, () =>
    {
        if (Directory.Exists(path))
        {
            throw new TransferException($"'{path}' is a folder; name a file.");
        }

        // The finished file takes the place of what has its name: a device would be gone for everybody.
        if (Path.GetFullPath(path) is var full && full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith(MemoryFolder, StringComparison.Ordinal))
        {
            throw new TransferException($"'{path}' is a device; name a file, or leave --output out to write to the standard output.");
        }

        var partPath = PartPathOf(path);
        var start = resume ? ReadState(path, question) : ExportState.None;
        var part = new FileStream(partPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (part.Length < start.Bytes)
        {
            part.Dispose();
            throw new TransferException($"'{partPath}' is shorter than it was when the export stopped; start again without --resume.");
        }

        part.SetLength(start.Bytes);
        part.Seek(0, SeekOrigin.End);
        return new FileOutput(path, question, part, start);
    });

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _part.WriteAsync(bytes);
        }
        catch (IOException e)
        {
            throw Failure(_path, e);
        }
    }

    public ValueTask EndPageAsync(string nextPageToken, long traces)
    {
        Guard(_path, () =>
        {
            _part.Flush(flushToDisk: true);
            var state = new ExportState { Question = _question, PageToken = nextPageToken, Bytes = _part.Position, Traces = traces };
            var temporary = StatePath + ".new";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state));
            File.Move(temporary, StatePath, overwrite: true);
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync()
    {
        Guard(_path, () =>
        {
            _part.Flush(flushToDisk: true);
            _part.Dispose();

            // The state first: alone it would promise a part that is gone.
            File.Delete(StatePath);
            File.Move(PartPathOf(_path), _path, overwrite: true);
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private static ExportState ReadState(string path, string question)
    {
        if (!File.Exists(StatePathOf(path)) || !File.Exists(PartPathOf(path)))
        {
            return ExportState.None;
        }

        ExportState? state;
        try
        {
            state = JsonSerializer.Deserialize<ExportState>(File.ReadAllBytes(StatePathOf(path)));
        }
        catch (JsonException e)
        {
            throw new TransferException($"'{StatePathOf(path)}' is not readable; start again without --resume.", e);
        }

        return state is null || state.Question == question
            ? state ?? ExportState.None
            : throw new TransferException(
                $"'{PartPathOf(path)}' was begun with another format, experiment, filter or order; give the same ones, or start again without --resume.");
    }

    private static string PartPathOf(string path) => path + ".part";

    private static string StatePathOf(string path) => path + ".part.state";

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Failure(path, e);
        }
    }

    private static TransferException Failure(string path, Exception e) => new($"'{path}' cannot be written: {e.Message}", e);
}
