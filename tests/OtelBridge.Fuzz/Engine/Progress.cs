using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace OtelBridge.Fuzz.Engine;

/// <summary>The input that is running: for whoever looks after inputs that hang, and, in a file, for whoever finds the process gone.</summary>
/// <remarks>The file is memory, so that writing costs no more than a copy; the system keeps it also when a stack overflows.</remarks>
internal sealed class Progress : IDisposable
{
    private const int MaxLength = 1 << 20;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private volatile byte[]? _input;
    private long _started;

    /// <summary>Makes one, with a file where a process may die.</summary>
    public Progress(string? path = null)
    {
        if (path is not null)
        {
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, MaxLength + sizeof(int));
            _view = _file.CreateViewAccessor();
        }
    }

    /// <summary>Gets the input that is running; null when none is.</summary>
    public byte[]? Input => _input;

    /// <summary>Gets for how long it has been.</summary>
    public TimeSpan Elapsed => _input is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _started));

    /// <summary>Reads the input that a process left.</summary>
    public static byte[]? Left(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.ToInt32(bytes);
        return length > 0 && length <= bytes.Length - sizeof(int) ? bytes.AsSpan(sizeof(int), length).ToArray() : null;
    }

    public void Begin(byte[] input)
    {
        if (_view is not null)
        {
            var length = Math.Min(input.Length, MaxLength);
            _view.WriteArray(sizeof(int), input, 0, length);
            _view.Write(0, length);
        }

        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
        _input = input;
    }

    public void End()
    {
        _view?.Write(0, 0);
        _input = null;
    }

    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}
