using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace OtelBridge.TestSupport;

/// <summary>A process that a test starts, reads line by line, and ends; killed by its id when the test forgets to.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // Far longer than any of them takes on a quiet machine: some load tens of thousands of files before their first line.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly string _name;

    // Bounded by what the process writes before the test reads it; tests read as it comes.
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true });

    // Bounded: only the last lines are kept.
    private readonly ConcurrentQueue<string> _errors = new();

    private ChildProcess(Process process, string name)
    {
        _process = process;
        _name = name;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => TakeError(line.Data);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>How long it has kept processors busy.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The last lines of the standard error stream.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a program with its standard streams redirected; its input stays open until the process is disposed.</summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? RepositoryFolder.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, Path.GetFileName(program));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end and gives its lines; another exit code than zero fails the test.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using var child = Start(program, arguments, folder, environment);
        var exitCode = await child.WaitForExitAsync();
        var lines = await child.ReadRestAsync();
        return exitCode == 0
            ? lines
            : throw new InvalidOperationException($"{child._name} ended with code {exitCode}: {string.Join('\n', lines)}\n{child.Errors}");
    }

    /// <summary>The next line of its output; fails when the process ends or stays silent.</summary>
    public async Task<string> ReadLineAsync()
    {
        try
        {
            return await _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }
        catch (ChannelClosedException)
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
            throw new InvalidOperationException($"{_name} ended with code {_process.ExitCode} before the line that was waited for: {Errors}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} wrote no line within {Patience.TotalSeconds} s: {Errors}");
        }
    }

    /// <summary>Writes a line to its input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Every line until the process closes its output.</summary>
    public async Task<IReadOnlyList<string>> ReadRestAsync()
    {
        var lines = new List<string>();
        while (await _lines.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience))
        {
            while (_lines.Reader.TryRead(out var line))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Ends the input of the process; those that live by it end too.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? patience = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience ?? TimeSpan.FromSeconds(120));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} did not end: {Errors}");
        }

        return _process.ExitCode;
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void TakeError(string? line)
    {
        const int KeptLines = 50;
        if (line is not null)
        {
            _errors.Enqueue(line);
        }

        while (_errors.Count > KeptLines)
        {
            _errors.TryDequeue(out _);
        }
    }
}
