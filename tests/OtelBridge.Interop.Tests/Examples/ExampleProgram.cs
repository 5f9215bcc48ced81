using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>A built example, run as a process whose user data folder is its own.</summary>
internal sealed class ExampleProgram(string name) : IDisposable
{
    // What the developer's own environment says must not decide what a test sees.
    private static readonly string[] Cleared =
    [
        "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", "MLFLOW_TRACKING_URI", "MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", "MLFLOW_EXPERIMENT_NAME", "MLFLOW_EXPERIMENT_ID",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "Mlflow__Export", "NO_COLOR", "FORCE_COLOR",
        "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "ASPNETCORE_URLS",
    ];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The address of a store that it keeps in the user data folder.</summary>
    public string Store(string fileName) => $"sqlite:{_folder.File($"otelbridge/{fileName}")}";

    /// <summary>Starts it.</summary>
    public ChildProcess Start(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var variables = Cleared.ToDictionary(name => name, _ => (string?)null);
        (variables["XDG_DATA_HOME"], variables["TMPDIR"]) = (_folder.Path, _folder.Path);
        foreach (var (variable, value) in environment)
        {
            variables[variable] = value;
        }

        return ChildProcess.Start("dotnet", [Program(), .. arguments], _folder.Path, variables);
    }

    /// <summary>Runs it with <c>--once</c> to its end.</summary>
    public Task<ExampleRun> RunOnceAsync(params IEnumerable<(string Name, string Value)> environment) => RunAsync(["--once"], environment);

    public async Task<ExampleRun> RunAsync(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        await using var process = Start(arguments, environment);
        var lines = await process.ReadRestAsync();
        return new ExampleRun(await process.WaitForExitAsync(), lines, process.Errors);
    }

    public void Dispose() => _folder.Dispose();

    // tests/OtelBridge.Interop.Tests/bin/Release/net10.0 -> examples/QuickStart/bin/Release/net10.0
    private string Program()
    {
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Interop.Tests"), AppContext.BaseDirectory);
        return RepositoryFolder.File("examples", name, place, $"{name}.dll");
    }
}
