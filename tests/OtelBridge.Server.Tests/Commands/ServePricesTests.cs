using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ServePricesTests
{
    private const string AnyPort = "127.0.0.1:0";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_WithPricesOfOnesOwn_ReckonsWithThemAndElseWithItsOwn(bool byOption)
    {
        using var folder = new TemporaryFolder();
        var prices = folder.File("prices.json");
        await File.WriteAllTextAsync(prices, """{"models": [{ "model": "house-model", "input": 1000000, "output": 0 }]}""");
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", $"sqlite:{folder.File("traces.db")}", "--grpc", AnyPort, "--otlp-http", "off", "--http", "off", .. byOption ? (string[])["--prices", prices] : []],
            byOption ? [] : new Dictionary<string, string?> { ["OTELBRIDGE_PRICES_FILE"] = prices });
        using var client = new UnaryGrpcClient(server.GrpcAddress);
        await client.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Call(1, "house-model"), Call(2, "gpt-4o"), Call(3, "nobody knows it")));

        var found = await client.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { OrderBy = { "cost.total" } });

        found.Traces.Select(static trace => trace.Cost?.Total).ShouldBe([5_000_000, 2_000_000_000_000, null]);
        (await server.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task FilesThatAreNoPrices_StopTheStart_NamingPlaceAndFault()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("bad.json"), """{"models": [{ "model": "x", "input": "cheap", "output": 0 }]}""");

        var bad = await OtelBridgeCommand.RunAsync("serve", "--prices", folder.File("bad.json"), "--retain", "soon");
        var missing = await OtelBridgeCommand.RunAsync(new Dictionary<string, string?> { ["OTELBRIDGE_PRICES_FILE"] = folder.File("none.json") }, "serve");
        var folders = await OtelBridgeCommand.RunAsync("serve", "--prices", folder.Path);

        bad.ExitCode.ShouldBe(2);
        bad.Error.ShouldContain($"--prices: '{folder.File("bad.json")}' is not a table of prices: ");
        bad.Error.ShouldContain("input");
        bad.Error.ShouldContain("--retain: 'soon'");
        (missing.ExitCode, folders.ExitCode).ShouldBe((2, 2));
        missing.Error.ShouldContain($"OTELBRIDGE_PRICES_FILE: '{folder.File("none.json")}' cannot be read: ");
    }

    private static Span Call(int trace, string model) => OtlpSamples.Span(trace, 1)
        .With("gen_ai.request.model", model).With("mlflow.chat.tokenUsage", """{"input_tokens":2,"output_tokens":0}""");
}
