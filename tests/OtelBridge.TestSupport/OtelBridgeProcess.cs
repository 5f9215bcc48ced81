namespace OtelBridge.TestSupport;

/// <summary>The server as people run it: <c>otelbridge serve</c>, a process of its own on free ports of 127.0.0.1.</summary>
public sealed class OtelBridgeProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private OtelBridgeProcess(ChildProcess process, IReadOnlyList<string> lines)
    {
        _process = process;
        Lines = lines;
    }

    /// <summary>What it printed, up to and with <c>ready</c>.</summary>
    public IReadOnlyList<string> Lines { get; }

    public Uri GrpcAddress => Address("grpc");

    public Uri OtlpHttpAddress => Address("otlp-http");

    public Uri HttpAddress => Address("http");

    public Uri JaegerAddress => Address("jaeger");
    public Uri ZipkinAddress => Address("zipkin");

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>How long it has kept processors busy.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>The last lines of its log.</summary>
    public string Log => _process.Errors;

    /// <summary>Starts a server on a database file and waits until it says that it is ready.</summary>
    public static Task<OtelBridgeProcess> StartAsync(string database)
    {
        const string AnyPort = "127.0.0.1:0";
        return StartAsync(
            ["--store", $"sqlite:{database}", "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", AnyPort], new Dictionary<string, string?>());
    }

    /// <summary>Starts a server with options and variables of the test's choice and waits until it says that it is ready.</summary>
    /// <param name="options">Those of <c>serve</c>.</param>
    /// <param name="environment">Variables to set or, by null, to remove.</param>
    /// <param name="under">A command that runs the command after it, e.g. with fewer handles; none when null.</param>
    public static async Task<OtelBridgeProcess> StartAsync(IReadOnlyList<string> options, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string>? under = null)
    {
        var process = OtelBridgeCommand.Start(["serve", .. options], environment, under);
        try
        {
            var lines = new List<string>();
            do
            {
                lines.Add(await process.ReadLineAsync());
            }
            while (lines[^1] != "ready");

            return new OtelBridgeProcess(process, lines);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of the program to its end and gives what it printed; fails when it fails.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await OtelBridgeCommand.RunAsync(arguments);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"otelbridge ended with code {result.ExitCode}: {result.Error}");
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Holds it where it is: its connections stay open, and nobody gets an answer.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on after a pause.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>Asks it to stop, as <c>kill</c> does, and gives the exit code.</summary>
    /// <param name="signal">The signal: TERM, or INT as Ctrl+C sends it.</param>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        await SignalAsync(signal);
        return await _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task SignalAsync(string signal) => ChildProcess.RunAsync("sh", ["-c", $"kill -{signal} {_process.Id}"]);

    // "grpc       http://127.0.0.1:4317   OTLP and tracking"
    private Uri Address(string listener) =>
        new(Lines.Single(line => line.StartsWith(listener + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
