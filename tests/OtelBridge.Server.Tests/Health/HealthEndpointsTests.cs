using System.Net;
using OtelBridge.Grpc;
using OtelBridge.Server.Health;
using OtelBridge.Server.Health.Wire;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.Server.Health.Wire.HealthCheckResponse.Types;

namespace OtelBridge.Server.Tests.Health;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task ServerThatWorks_IsLiveAndReady_OnEveryListener()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var head = new HttpRequestMessage(HttpMethod.Head, "/readyz");

        (await server.Http.GetStringAsync("/livez")).ShouldBe("live");
        (await server.Http.GetStringAsync("/readyz")).ShouldBe("ready");
        (await server.OtlpHttp.GetStringAsync("/livez")).ShouldBe("live");
        (await server.OtlpHttp.GetStringAsync("/readyz")).ShouldBe("ready");
        (await server.Http.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var service in (string[])["", "opentelemetry.proto.collector.trace.v1.TraceService", "otelbridge.tracking.v1.TrackingService", "grpc.health.v1.Health"])
        {
            (await server.Grpc.CallAsync(HealthEndpoints.Check, new HealthCheckRequest { Service = service })).Status.ShouldBe(ServingStatus.Serving, service);
        }
    }

    [Fact]
    public async Task UnknownService_IsNotFound_AndWatchIsUnimplemented()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var watch = new GrpcMethod<HealthCheckRequest, HealthCheckResponse>(HealthEndpoints.Check.Service, "Watch", HealthCheckRequest.Parser, HealthCheckResponse.Parser);

        var unknown = await Should.ThrowAsync<GrpcException>(() => server.Grpc.CallAsync(HealthEndpoints.Check, new HealthCheckRequest { Service = "other" }));
        var stream = await Should.ThrowAsync<GrpcException>(() => server.Grpc.CallAsync(watch, new HealthCheckRequest()));

        unknown.Status.ShouldBe(GrpcStatusCode.NotFound);
        stream.Status.ShouldBe(GrpcStatusCode.Unimplemented);
    }

    [Fact]
    public async Task StoreThatIsClosed_IsNotReady_AndTheServerLives()
    {
        using var folder = new TemporaryFolder();
        var store = await TraceStores.OpenAsync($"sqlite:{folder.File("a.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        await using var host = await ForeignHost.StartAsync(store);
        await store.DisposeAsync();

        using var ready = await host.Http.GetAsync("/readyz");
        var grpc = await host.Grpc.CallAsync(HealthEndpoints.Check, new HealthCheckRequest());

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldStartWith("not ready: The store ");
        grpc.Status.ShouldBe(ServingStatus.NotServing);
        (await host.Http.GetStringAsync("/livez")).ShouldBe("live");
        (await host.Http.GetStringAsync("/health")).ShouldBe("OK");
    }

    [Fact]
    public async Task StopOfAServerWithTimeToDrain_IsNotReady_AndGoesOnWorking()
    {
        using var folder = new TemporaryFolder();
        const string AnyPort = "127.0.0.1:0";
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", $"sqlite:{folder.File("a.db")}", "--grpc", AnyPort, "--otlp-http", "off", "--http", AnyPort, "--drain", "600"], new Dictionary<string, string?>());
        using var http = new HttpClient { BaseAddress = server.HttpAddress };
        using var grpc = new UnaryGrpcClient(server.GrpcAddress);
        var before = await http.GetStringAsync("/readyz");

        var stopped = server.StopAsync();
        string ready;
        do
        {
            using var answer = await http.GetAsync("/readyz");
            ready = await answer.Content.ReadAsStringAsync();
        }
        while (ready == before);
        var health = await grpc.CallAsync(HealthEndpoints.Check, new HealthCheckRequest());
        var export = await grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        await server.KillAsync();
        await stopped;

        before.ShouldBe("ready");
        ready.ShouldBe("not ready: The server is stopping.");
        health.Status.ShouldBe(ServingStatus.NotServing);
        export.PartialSuccess.ShouldBeNull();
    }
}
