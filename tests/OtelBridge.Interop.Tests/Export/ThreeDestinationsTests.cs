using System.Globalization;
using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>One program, traced to a collector, to a store over gRPC and to the REST side of another at once; each of them is killed for a while.</summary>
[Collection(TracingCollection.Name)]
public sealed class ThreeDestinationsTests : IDisposable
{
    /// <summary>How long the killed one stays away; the variable takes any number of seconds.</summary>
    private const string OutageVariable = "OTELBRIDGE_OUTAGE_SECONDS";

    private const int SpansPerTrace = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private static TimeSpan Outage =>
        TimeSpan.FromSeconds(double.TryParse(Environment.GetEnvironmentVariable(OutageVariable), CultureInfo.InvariantCulture, out var seconds) ? seconds : 3);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("collector")]
    [InlineData("store")]
    [InlineData("mlflow")]
    public async Task Program_OneOfThreeIsKilledForAWhile_TheOthersNoticeNothingAndItGetsAllWhenItIsBack(string victim)
    {
        var collector = await FakeCollector.StartAsync();
        var store = await ServeAsync("store", 0, 0);
        var mlflow = await ServeAsync("mlflow", 0, 0);
        var collectors = new List<FakeCollector> { collector };
        try
        {
            using var tracing = Init(collector, store, mlflow);
            var produced = Ask(20);
            (await tracing.FlushAsync(Patience)).IsComplete.ShouldBeTrue();

            switch (victim)
            {
                case "collector": await collector.DisposeAsync(); break;
                case "store": await store.KillAsync(); break;
                default: await mlflow.KillAsync(); break;
            }

            // Not as fast as the machine can: what is looked at is who notices, not how much fits.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
            var away = System.Diagnostics.Stopwatch.StartNew();
            while (away.Elapsed < Outage || tracing.Delivery.Single(d => d.Name == victim).Spooled == 0)
            {
                await pace.WaitForNextTickAsync();
                produced += Ask(10);
                var flushed = await tracing.FlushAsync(TimeSpan.FromSeconds(10));
                flushed.Destinations.Where(d => d.Name != victim).ShouldAllBe(d => d.Left == 0 && d.Dropped == 0 && d.Spooled == 0, flushed.ToString());
            }

            switch (victim)
            {
                case "collector": collectors.Add(await FakeCollector.StartAsync(collector.Port)); break;
                case "store": store = await ServeAsync("store", store.GrpcAddress.Port, store.HttpAddress.Port); break;
                default: mlflow = await ServeAsync("mlflow", mlflow.GrpcAddress.Port, mlflow.HttpAddress.Port); break;
            }

            produced += Ask(5);
            var waiting = System.Diagnostics.Stopwatch.StartNew();
            while (!(await tracing.FlushAsync(TimeSpan.FromSeconds(1))).IsComplete && waiting.Elapsed < Patience)
            {
                await Task.Yield();
            }

            var spans = produced * SpansPerTrace;
            tracing.Delivery.Select(d => (d.Name, d.Sent, d.Queued, d.Spooled, d.TotalDropped)).ShouldBe(
                [("collector", spans, 0, 0, 0), ("store", spans, 0, 0, 0), ("mlflow", spans, 0, 0, 0)]);
            tracing.Delivery.Where(d => d.Name != victim).ShouldAllBe(d => d.Retried == 0);
            var arrived = collectors.SelectMany(c => c.Spans).ToList();
            arrived.Select(span => span.SpanId).Distinct().Count().ShouldBe(spans);
            arrived.ShouldAllBe(span => span.Attributes.Any(a => a.Key == "mlflow.spanType" && a.Value.HasStringValue));
            await ShouldHoldAsync(store, $"grpc://{store.GrpcAddress.Authority}", produced);
            await ShouldHoldAsync(mlflow, mlflow.HttpAddress.ToString(), produced);
        }
        finally
        {
            foreach (var each in collectors.Skip(victim == "collector" ? 1 : 0))
            {
                await each.DisposeAsync();
            }

            await store.DisposeAsync();
            await mlflow.DisposeAsync();
        }
    }

    private MlflowTracing Init(FakeCollector collector, OtelBridgeProcess store, OtelBridgeProcess mlflow) => MlflowTracing.Init(options =>
    {
        options.CollectorEndpoint = collector.GrpcEndpoint;
        options.TrackingUri = $"grpc://{store.GrpcAddress.Authority}";
        options.Export = ExportMode.Both;
        options.Destinations["mlflow"] = new ExportDestinationOptions { Kind = ExportDestinationKind.Mlflow, Endpoint = mlflow.HttpAddress.ToString() };
        options.Delivery.SpoolPath = _folder.File("spool");
        options.Delivery.BatchDelay = TimeSpan.FromMilliseconds(50);
    });

    private Task<OtelBridgeProcess> ServeAsync(string name, int grpcPort, int httpPort) => OtelBridgeProcess.StartAsync(
        ["--store", $"sqlite:{_folder.File($"{name}.db")}", "--grpc", $"127.0.0.1:{grpcPort}", "--http", $"127.0.0.1:{httpPort}", "--otlp-http", "127.0.0.1:0"],
        new Dictionary<string, string?>());

    /// <summary>Each trace once and whole, each span of it once.</summary>
    private static async Task ShouldHoldAsync(OtelBridgeProcess server, string address, int traces)
    {
        var stored = await ReadAsync(server, address);
        stored.Count.ShouldBe(traces);
        stored.Select(trace => trace.Info.TraceId).Distinct().Count().ShouldBe(traces);
        foreach (var trace in stored)
        {
            trace.Spans.Select(span => (span.Name, span.SpanType)).ShouldBe([("ask", SpanType.Agent), ("model", SpanType.ChatModel), ("tool", SpanType.Tool)], ignoreOrder: true);
            trace.Info.State.ShouldBe(TraceState.Ok);
        }
    }

    private static async Task<List<Trace>> ReadAsync(OtelBridgeProcess server, string address)
    {
        using var client = new MlflowClient(new MlflowClientOptions { TrackingUri = address });
        var stored = new List<Trace>();
        try
        {
            await foreach (var trace in client.SearchTracesAsync(experimentIds: ["0"]))
            {
                stored.Add(trace);
            }

            return stored;
        }
        catch (MlflowException e)
        {
            throw new InvalidOperationException($"{e.Message} {server.Log}", e); // only its log says what went wrong inside
        }
    }

    private static int Ask(int traces)
    {
        for (var i = 0; i < traces; i++)
        {
            Mlflow.Trace("ask", () => Mlflow.Trace("model", () => Mlflow.Trace("tool", () => i, SpanType.Tool), SpanType.ChatModel, new { question = i }), SpanType.Agent);
        }

        return traces;
    }
}
