using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The built example, run as a process whose user data folder is its own.</summary>
internal sealed class QuickStartProgram : IDisposable
{
    // What the developer's own environment says must not decide what a test sees.
    private static readonly string[] Cleared =
    [
        "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", "MLFLOW_TRACKING_URI", "MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "Mlflow__Export",
    ];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The address of the store that it keeps in the user data folder.</summary>
    public string Store => $"sqlite:{_folder.File("otelbridge/quickstart.db")}";

    /// <summary>Starts it.</summary>
    public ChildProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = Cleared.ToDictionary(name => name, _ => (string?)null);
        (variables["XDG_DATA_HOME"], variables["TMPDIR"]) = (_folder.Path, _folder.Path);
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return ChildProcess.Start("dotnet", [Program(), .. arguments], _folder.Path, variables);
    }

    /// <summary>Runs it with <c>--once</c> to its end.</summary>
    public Task<QuickStartRun> RunOnceAsync(params (string Name, string Value)[] environment) => RunAsync(["--once"], environment);

    public async Task<QuickStartRun> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var process = Start(arguments, environment);
        var lines = await process.ReadRestAsync();
        return new QuickStartRun(await process.WaitForExitAsync(), lines, process.Errors);
    }

    public void Dispose() => _folder.Dispose();

    // tests/OtelBridge.Interop.Tests/bin/Release/net10.0 -> examples/QuickStart/bin/Release/net10.0
    private static string Program()
    {
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Interop.Tests"), AppContext.BaseDirectory);
        return RepositoryFolder.File("examples", "QuickStart", place, "QuickStart.dll");
    }
}
