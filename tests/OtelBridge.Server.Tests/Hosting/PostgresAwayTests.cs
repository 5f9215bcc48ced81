using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>What senders hear while the database of a server is away.</summary>
public sealed class PostgresAwayTests
{
    [Fact]
    public async Task Ingest_DatabaseIsAway_Is503AndUnavailableUntilItIsBack()
    {
        await using var database = await PostgresServer.StartAsync("fsync=off");
        await using var server = await ServerUnderTest.StartAsync(store: database.Address(await database.CreateDatabaseAsync()));
        await database.StopAsync();

        using var http = await server.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), Body(1));
        var grpc = await Should.ThrowAsync<GrpcException>(() => server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(2, 1))));
        var read = await Should.ThrowAsync<GrpcException>(
            () => server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) }));
        var notReady = await ProbeAsync(server, HttpStatusCode.ServiceUnavailable);
        var live = await server.Http.GetStringAsync("/livez");
        await database.StartAgainAsync();
        var ready = await ProbeAsync(server, HttpStatusCode.OK);
        using var again = await server.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), Body(1));
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });

        http.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        http.Headers.RetryAfter.ShouldNotBeNull();
        grpc.Status.ShouldBe(GrpcStatusCode.Unavailable);
        read.Status.ShouldBe(GrpcStatusCode.Unavailable);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        stored.Trace.Info.SpanCount.ShouldBe(1);
        notReady.ShouldBe("not ready: The database cannot be reached, or is starting or stopping; try again later.");
        live.ShouldBe("live");
        ready.ShouldBe("ready");
    }

    // An answer may be a second old.
    private static async Task<string> ProbeAsync(ServerUnderTest server, HttpStatusCode awaited)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await server.Http.GetAsync("/readyz", patience.Token);
            if (answer.StatusCode == awaited)
            {
                return await answer.Content.ReadAsStringAsync(patience.Token);
            }
        }
    }

    private static ByteArrayContent Body(int trace) => new(OtlpSamples.Request(OtlpSamples.Span(trace, 1)).ToByteArray())
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") },
    };
}
