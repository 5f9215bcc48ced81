using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Interop.Tests.Server;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>The example as people run it, exporting to both: a foreign receiver and a store of its own process.</summary>
public sealed class QuickStartTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int FewestTraces = 3;
    private const int FewestSpans = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task QuickStart_WithBoth_SendsTheSameSpansToReceiverAndStore()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;

        await RunAsync(address, fixture.Server.GrpcAddress);

        var received = new ExportTraceServiceRequest();
        foreach (var line in await receiver.StopAsync())
        {
            received.MergeFrom(Convert.FromBase64String((string)line["encoded"]!));
        }

        var traceIds = TraceSelection.TraceIdsOf(received);
        traceIds.Count.ShouldBeGreaterThanOrEqualTo(FewestTraces);
        foreach (var traceId in traceIds)
        {
            await fixture.ShouldHoldAsync(traceId, TraceSelection.Only(received, traceId));
        }

        (await StoredAsync(fixture.Server.GrpcAddress)).Select(trace => trace.TraceId)
            .ShouldBe(traceIds.Select(TraceIdText.FromHex), ignoreOrder: true);
    }

    [Fact]
    public async Task QuickStart_WithBothAndTheReceiverStopped_StoresEveryTrace()
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(folder.File("quickstart.db"));
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await receiver.DisposeAsync();

        await RunAsync(address, server.GrpcAddress);

        var stored = await StoredAsync(server.GrpcAddress);
        stored.Count.ShouldBeGreaterThanOrEqualTo(FewestTraces);
        stored.ShouldAllBe(trace => trace.SpanCount >= FewestSpans && trace.State == TraceState.Ok);
    }

    private static Task RunAsync(Uri collector, Uri store) => ChildProcess.RunAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), "--once"],
        environment: new Dictionary<string, string?>
        {
            ["Mlflow__Export"] = "Both",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString(),
            ["MLFLOW_TRACKING_URI"] = $"grpc://{store.Authority}",
            ["OPENAI_API_KEY"] = null,
        });

    private static async Task<IReadOnlyList<TraceInfo>> StoredAsync(Uri server)
    {
        using var client = new UnaryGrpcClient(server);
        return (await client.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest()).WaitAsync(Patience)).Traces;
    }
}
