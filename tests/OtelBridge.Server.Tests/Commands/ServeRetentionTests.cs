using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ServeRetentionTests
{
    private const string AnyPort = "127.0.0.1:0";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("--retain", "3w", null, null)]
    [InlineData(null, null, "OTELBRIDGE_RETAIN", "36h")]
    public async Task Server_DeletesWhatIsTooOld_AndSaysSo(string? option, string? value, string? variable, string? variableValue)
    {
        using var folder = new TemporaryFolder();
        var store = $"sqlite:{folder.File("traces.db")}";
        await using (var before = await ServerUnderTest.StartAsync(store: store))
        {
            var young = OtlpSamples.Span(3, 1);
            young.StartTimeUnixNano = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
            young.EndTimeUnixNano = young.StartTimeUnixNano + 1;
            await before.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1), young));
        }

        string[] options = option is null ? [] : [option, value!];
        var environment = variable is null ? new Dictionary<string, string?>() : new() { [variable] = variableValue };
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", store, "--grpc", AnyPort, "--otlp-http", "off", "--http", "off", .. options], environment);

        await WaitForAsync(server, [OtlpSamples.TraceIdText(3)]);
        (await server.StopAsync()).ShouldBe(0);
        server.Log.ShouldContain("Retention deleted 2 traces of experiment 0 for their age");
    }

    [Fact]
    public async Task WrongValues_StopTheStart_ListedTogether()
    {
        var result = await OtelBridgeCommand.RunAsync(
            new Dictionary<string, string?> { ["OTELBRIDGE_RETAIN_SIZE"] = "much" }, "serve", "--retain", "soon", "--grpc", "nowhere");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("--retain: 'soon' is not an age; write a number with m, h, d or w, such as 30d, or 'forever'.");
        result.Error.ShouldContain("OTELBRIDGE_RETAIN_SIZE: 'much' is not a size");
        result.Error.ShouldContain("--grpc: 'nowhere'");
    }

    // The sweep runs beside the server: asked for again until it is through.
    private static async Task WaitForAsync(OtelBridgeProcess server, string[] traces)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new UnaryGrpcClient(server.GrpcAddress);
        while (true)
        {
            var page = await client.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest(), cancellationToken: patience.Token);
            if (page.Traces.Select(static trace => trace.TraceId).SequenceEqual(traces))
            {
                return;
            }
        }
    }
}
