using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The program around the patterns, as people run it; the patterns themselves are tested in this project's folder Patterns.</summary>
public sealed class PatternsProgramTests
{
    [Fact]
    public async Task Run_WithNothingElse_PrintsTheTreesFromAStoreOfItsOwn()
    {
        var run = await RunAsync("batch", "mixed");

        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("batch: A batch with a span for each item and each step");
        run.Output.ShouldContain("   │  └─ ✓ transform");
        run.Output.ShouldContain("   └─ ✓ Child Span From Client");
        run.Output.ShouldNotContain("data_pipeline");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http")]
    public async Task Run_WithANamedServer_LeavesTheTracesThere(string wire)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await RunAsync("batch", "--tracking-uri", $"{wire}://{(wire == "grpc" ? server.GrpcAddress : server.HttpAddress).Authority}");

        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        using var client = new MlflowClient($"grpc://{server.GrpcAddress.Authority}");
        var experiment = (await client.GetExperimentByNameAsync("Patterns"))!;
        var found = await client.SearchTracesPageAsync("name = 'batch_processing'", experimentIds: [experiment.ExperimentId]);
        run.Output.ShouldContain(found.ShouldHaveSingleItem().Info.TraceId);
    }

    [Fact]
    public async Task Run_ServerIsNotThere_SaysSo()
    {
        var run = await RunAsync("batch", "--tracking-uri", "grpc://127.0.0.1:1");

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("grpc://127.0.0.1:1 cannot be asked");
    }

    [Fact]
    public async Task Run_UnknownPattern_IsAUsageError()
    {
        var run = await RunAsync("patchwork");

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("patchwork");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        // What the developer's own environment says must not decide what a test sees.
        var environment = new Dictionary<string, string?>
        {
            ["MLFLOW_TRACKING_URI"] = null, ["MLFLOW_EXPERIMENT_ID"] = null, ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null, ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = null,
        };
        await using var process = ChildProcess.Start("dotnet", [Program(), .. arguments], folder.Path, environment);
        var lines = await process.ReadRestAsync();
        return (await process.WaitForExitAsync(), string.Join('\n', lines), process.Errors);
    }

    // tests/OtelBridge.Interop.Tests/bin/Release/net10.0 -> examples/Patterns/bin/Release/net10.0
    private static string Program()
    {
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Interop.Tests"), AppContext.BaseDirectory);
        return RepositoryFolder.File("examples", "Patterns", place, "Patterns.dll");
    }
}
