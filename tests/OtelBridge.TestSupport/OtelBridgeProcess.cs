namespace OtelBridge.TestSupport;

/// <summary>The server as people run it: <c>otelbridge serve</c>, a process of its own on free ports of 127.0.0.1.</summary>
/// <remarks>A test project that uses it refers to <c>OtelBridge.Server</c>, which puts the program beside the test's assembly.</remarks>
public sealed class OtelBridgeProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private OtelBridgeProcess(ChildProcess process, Dictionary<string, Uri> addresses)
    {
        _process = process;
        GrpcAddress = addresses["grpc"];
        OtlpHttpAddress = addresses["otlp-http"];
        HttpAddress = addresses["http"];
    }

    public Uri GrpcAddress { get; }

    public Uri OtlpHttpAddress { get; }

    public Uri HttpAddress { get; }

    /// <summary>The last lines of its log.</summary>
    public string Log => _process.Errors;

    /// <summary>Starts a server on a database file and waits until it says that it is ready.</summary>
    public static async Task<OtelBridgeProcess> StartAsync(string database)
    {
        const string AnyPort = "127.0.0.1:0";
        var process = Start(["serve", "--store", $"sqlite:{database}", "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", AnyPort]);
        try
        {
            // "grpc       http://127.0.0.1:4317   OTLP and tracking", one line for each listener, the store, then "ready".
            var addresses = new Dictionary<string, Uri>();
            for (var line = await process.ReadLineAsync(); line != "ready"; line = await process.ReadLineAsync())
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words is [var name, var address, ..] && address.StartsWith("http://", StringComparison.Ordinal))
                {
                    addresses[name] = new Uri(address);
                }
            }

            return new OtelBridgeProcess(process, addresses);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of the program to its end and gives what it printed; fails when it fails.</summary>
    public static async Task<string> RunAsync(params string[] arguments) =>
        string.Join('\n', await ChildProcess.RunAsync("dotnet", [Program(), .. arguments]));

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to stop, as <c>kill</c> does, and gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await ChildProcess.RunAsync("sh", ["-c", $"kill -TERM {_process.Id}"]);
        return await _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static ChildProcess Start(IEnumerable<string> arguments) => ChildProcess.Start("dotnet", [Program(), .. arguments]);

    private static string Program()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "otelbridge.dll");
        return File.Exists(program)
            ? program
            : throw new InvalidOperationException($"{program} is missing: the test project does not refer to OtelBridge.Server.");
    }
}
