using System.Diagnostics;

namespace OtelBridge.TestSupport;

/// <summary><c>otelbridge serve</c> as a process of its own, for tests that end it the hard way or look at what it prints.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ServerProcess(Process process, Task<string> error, IReadOnlyList<string> lines)
    {
        _process = process;
        _error = error;
        Lines = lines;
    }

    /// <summary>What it printed, up to and with <c>ready</c>.</summary>
    public IReadOnlyList<string> Lines { get; }

    public Uri GrpcAddress => Address("grpc");

    public Uri OtlpHttpAddress => Address("otlp-http");

    public Uri HttpAddress => Address("http");

    /// <summary>Starts a server on free loopback ports and waits until it is ready.</summary>
    public static Task<ServerProcess> StartAsync(string store, params string[] arguments) => StartAsync(
        ["serve", "--store", store, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0", .. arguments],
        new Dictionary<string, string?>());

    /// <summary>Starts the command as given and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var process = OtelBridgeCommand.Start(environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            lines.Add(line);
            if (line == "ready")
            {
                return new ServerProcess(process, error, lines);
            }
        }

        throw new InvalidOperationException($"The server ended before it was ready: {await error.WaitAsync(Limit)}");
    }

    /// <summary>Ends it as the system does when power is lost: nothing is finished, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit);
    }

    /// <summary>Sends a signal (TERM, INT) and waits for the end.</summary>
    public async Task<CommandResult> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Limit);
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return new CommandResult(_process.ExitCode, string.Join('\n', Lines), await _error.WaitAsync(Limit));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    // "grpc       http://127.0.0.1:4317   OTLP and tracking"
    private Uri Address(string name) =>
        new(Lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
