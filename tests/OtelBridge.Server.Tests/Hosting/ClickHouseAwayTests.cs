using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>What callers hear while ClickHouse, or a shard of it, is away.</summary>
public sealed class ClickHouseAwayTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseTestDatabase _database;
    private ServerUnderTest _server = null!; // set before each test

    public ClickHouseAwayTests() =>
        _database = new ClickHouseTestDatabase { Options = $"gather=0&cluster=pair&partial=mark&catalog=sqlite:{_folder.File("catalog.db")}" };

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync(store: await _database.AddressAsync());
        await _server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
    }

    public async Task DisposeAsync()
    {
        await _database.RecoverAsync();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_ServerIsAway_Is503AndUnavailableUntilItIsBack()
    {
        await _database.RefuseAsync();

        using var http = await _server.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), Body(2));
        var grpc = await Should.ThrowAsync<GrpcException>(() => _server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(3, 1))));
        var read = await Should.ThrowAsync<GrpcException>(
            () => _server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) }));
        using var page = await _server.Http.GetAsync(new Uri("/traces", UriKind.Relative));
        await _database.RecoverAsync();
        using var again = await _server.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), Body(2));
        var stored = await _server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(2) });

        http.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        http.Headers.RetryAfter.ShouldNotBeNull();
        grpc.Status.ShouldBe(GrpcStatusCode.Unavailable);
        read.Status.ShouldBe(GrpcStatusCode.Unavailable);
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        stored.Trace.Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task Answers_ShardIsMissing_AreMarkedForProgramsAndPeople()
    {
        await LoseShardOnceAsync();
        using var page = await _server.Http.GetAsync(new Uri("/traces", UriKind.Relative));
        await LoseShardOnceAsync();
        var command = await OtelBridgeCommand.RunAsync("search", "--server", _server.GrpcAddress.ToString());
        using var whole = await _server.Http.GetAsync(new Uri("/traces", UriKind.Relative));

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues(PartialAnswer.Header).ShouldBe(["true"]);
        (await page.Content.ReadAsStringAsync()).ShouldContain(PartialAnswer.Notice);
        command.ExitCode.ShouldBe(0, command.Error);
        command.Error.ShouldContain(PartialAnswer.Notice);
        whole.Headers.Contains(PartialAnswer.Header).ShouldBeFalse();
        (await whole.Content.ReadAsStringAsync()).ShouldNotContain(PartialAnswer.Notice);
    }

    // Once: what is asked again without the shard is answered.
    private Task LoseShardOnceAsync() => _database.FailAsync("FROM traces", EngineError.AllConnectionTriesFailed, times: 1);

    private static ByteArrayContent Body(int trace) => new(OtlpSamples.Request(OtlpSamples.Span(trace, 1)).ToByteArray())
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") },
    };
}
