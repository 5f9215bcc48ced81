using System.Net;
using System.Net.Sockets;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Hosting;

public sealed class OtelBridgeServerTests
{
    [Fact]
    public async Task HealthAndVersion_AreAnsweredAsMlflowClientsExpect()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var health = await server.Http.GetStringAsync("/health");
        using var version = await server.Http.GetAsync("/version");
        var page = await server.Http.GetStringAsync("/");

        health.ShouldBe("OK");
        Version.Parse(await version.Content.ReadAsStringAsync()).ShouldBeGreaterThanOrEqualTo(new Version(3, 6));
        version.Headers.GetValues("x-otelbridge-version").Single().ShouldNotBeEmpty();
        version.Headers.Contains("Server").ShouldBeFalse();
        page.ShouldContain("/v1/traces");
    }

    [Fact]
    public async Task Listeners_AnswerOnlyWhatIsTheirs()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var grpcOverHttp = new HttpRequestMessage(HttpMethod.Post, TraceServiceMethods.Export.Path);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var pageOnOtlp = await server.OtlpHttp.GetAsync("/");
        using var grpcOnHttp = await server.Http.SendAsync(grpcOverHttp);
        using var tracesOnGrpc = await http.PostAsync(new Uri(server.GrpcAddress, "/v1/traces"), new ByteArrayContent([]));
        using var healthOnGrpc = await http.GetAsync(new Uri(server.GrpcAddress, "/health"));

        pageOnOtlp.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        grpcOnHttp.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        tracesOnGrpc.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        healthOnGrpc.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task JaegerListener_AnswersJaegerAlone_AndNoOtherDoes()
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.Jaeger = ListenAddress.AnyLoopbackPort);
        using var jaeger = new HttpClient { BaseAddress = server.Server.JaegerAddress };

        foreach (var (path, isJaeger) in ((string, bool)[])[("/api/services", true), ("/api/v3/services", true), ("/health", false), ("/api/3.0/mlflow/traces/count", false)])
        {
            using var here = await jaeger.GetAsync(path);
            using var there = await server.Http.GetAsync(path);

            (here.StatusCode == HttpStatusCode.NotFound).ShouldBe(!isJaeger, path);
            (there.StatusCode == HttpStatusCode.NotFound).ShouldBe(isJaeger, path);
        }
    }

    [Fact]
    public async Task Listener_SwitchedOff_HasNoAddress()
    {
        using var folder = new TemporaryFolder();

        await using var server = await OtelBridgeServer.StartAsync(new OtelBridgeServerOptions
        {
            Store = StoreIn(folder), Grpc = null, OtlpHttp = ListenAddress.AnyLoopbackPort, Http = null,
        });

        (server.GrpcAddress, server.HttpAddress).ShouldBe((null, null));
        server.OtlpHttpAddress!.Port.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task PortInUse_SaysWhichAndWhatToDo_AndLeavesTheStoreFree()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new OtelBridgeServerOptions { Store = StoreIn(folder), Grpc = null, OtlpHttp = ListenAddress.Loopback(port), Http = null };

        var error = await Should.ThrowAsync<ListenException>(OtelBridgeServer.StartAsync(options));
        taken.Stop();

        error.Message.ShouldBe(
            $"Cannot listen on 127.0.0.1:{port} (otlp-http): another program uses the port. Stop it, or choose another port (0 takes a free one).");
        await using var again = await OtelBridgeServer.StartAsync(options);
        again.OtlpHttpAddress!.Port.ShouldBe(port);
    }

    [Fact]
    public async Task SecondServerOnOneStore_IsRefused_AndTheFirstGoesOn()
    {
        await using var first = await ServerUnderTest.StartAsync();

        var error = await Should.ThrowAsync<StoreException>(ServerUnderTest.StartAsync(store: first.StoreAddress));

        error.Message.ShouldContain("in use");
        (await first.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)))).PartialSuccess.ShouldBeNull();
    }

    [Fact]
    public async Task Restart_OnTheSameStore_KeepsWhatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await ServerUnderTest.StartAsync(store: StoreIn(folder)))
        {
            await first.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        }

        await using var second = await ServerUnderTest.StartAsync(store: StoreIn(folder));

        var stored = await second.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_FinishesTheCallInFlight()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new ScriptedTraceStore { OnWrite = _ => { entered.SetResult(); return release.Task; } };
        var host = await ForeignHost.StartAsync(store);

        var call = host.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stop = host.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await call.WaitAsync(TimeSpan.FromSeconds(30))).PartialSuccess.ShouldBeNull();
        await stop.WaitAsync(TimeSpan.FromSeconds(30));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Stop_UnderLoad_KeepsExactlyWhatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        var server = await ServerUnderTest.StartAsync(store: StoreIn(folder));
        var acknowledged = new List<int>();
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = 1; i <= 10_000; i++)
            {
                var number = (sender * 10_000) + i;
                try
                {
                    await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(number, number)));
                }
                catch (Exception e) when (e is GrpcException or ObjectDisposedException or OperationCanceledException)
                {
                    return; // the server has stopped
                }

                lock (acknowledged)
                {
                    acknowledged.Add(number);
                    if (acknowledged.Count == 200)
                    {
                        half.SetResult();
                    }
                }
            }
        })).ToList();
        await half.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.Server.DisposeAsync();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(60));
        await server.DisposeAsync();

        await using var store = await TraceStores.OpenAsync(StoreIn(folder), StoreAccess.ReadOnly, CancellationToken.None);
        foreach (var chunk in acknowledged.Chunk(100))
        {
            var traces = await store.Reader.GetTracesAsync([.. chunk.Select(OtlpSamples.TraceIdText)], CancellationToken.None);
            traces.Select(static trace => trace.Info.SpanCount).ShouldBe(Enumerable.Repeat(1L, chunk.Length));
        }
    }

    [Fact]
    public async Task Mapped_IntoAProgramOfOthers_LeavesItsRoutesAlone()
    {
        await using var host = await ForeignHost.StartAsync(new ScriptedTraceStore());

        using var theirs = await host.Http.PostAsync("/theirs", null);
        using var unknown = await host.Http.PostAsync("/unknown", null);
        using var grpcOnHttp1 = await host.Http.PostAsync(TraceServiceMethods.Export.Path, null);

        (await theirs.Content.ReadAsStringAsync()).ShouldBe("theirs");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        grpcOnHttp1.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        (await host.Http.GetStringAsync("/health")).ShouldBe("OK");
    }

    private static string StoreIn(TemporaryFolder folder) => $"sqlite:{folder.File("otelbridge.db")}";
}
