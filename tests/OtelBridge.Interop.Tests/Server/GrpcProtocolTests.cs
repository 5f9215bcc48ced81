using System.Net;
using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>What gRPC's own client sees of our server when things go wrong.</summary>
public sealed class GrpcProtocolTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;
    private const int Unimplemented = 12;

    // Above the largest request that the server takes, 64 MiB.
    private const string Oversize = "70000000";

    [Theory]
    [InlineData("/no.such.Service/Method")]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/NoSuchMethod")]
    [InlineData("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task Call_UnknownMethod_IsUnimplemented(string path)
    {
        var answer = await SendAsync("--path", path, "--raw", "");

        ((int)answer["code"]!).ShouldBe(Unimplemented);
    }

    [Fact]
    public async Task Call_NotProtobuf_IsInvalidArgument()
    {
        var answer = await SendAsync("--raw", Convert.ToBase64String([0xff, 0xff, 0xff]));

        ((int)answer["code"]!).ShouldBe(InvalidArgument);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_Oversize_IsResourceExhaustedAlsoWhenItIsABomb(bool gzip)
    {
        var input = await InputAsync(ServerFixture.NewTraceId());

        var answer = await SendAsync(["--input", input, "--pad", Oversize, .. gzip ? (string[])["--gzip"] : []]);

        ((int)answer["code"]!).ShouldBe(ResourceExhausted);
        ((string?)answer["details"]).ShouldNotBeNull().ShouldContain("67108864");
    }

    [Fact]
    public async Task Call_EmptyRequest_IsAccepted()
    {
        foreach (var gzip in new string[][] { [], ["--gzip"] })
        {
            var answer = await SendAsync(["--raw", "", .. gzip]);

            ((int)answer["code"]!).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Call_SpanWithABadId_IsCountedAndTheOthersAreKept()
    {
        var traceId = ServerFixture.NewTraceId();
        var request = FullTrace.Request(traceId);
        var bad = request.Clone();
        bad.ResourceSpans[0].ScopeSpans[0].Spans[0].SpanId = Google.Protobuf.ByteString.CopyFrom(1, 2, 3);
        request.ResourceSpans.Add(bad.ResourceSpans[0]);
        request.ResourceSpans[1].ScopeSpans[0].Spans.RemoveAt(1);
        var input = fixture.File("input.json");
        await File.WriteAllTextAsync(input, ProtobufJson.Write(request));

        var answer = await SendAsync("--input", input);

        ((int)answer["code"]!).ShouldBe(0);
        ((string?)answer["response"]!["partialSuccess"]!["rejectedSpans"]).ShouldBe("1");
        ((string?)answer["response"]!["partialSuccess"]!["errorMessage"]).ShouldNotBeNull().ShouldContain("span id");
        await fixture.ShouldHoldAsync(traceId, FullTrace.Request(traceId));
    }

    [Fact]
    public async Task Call_RequestThatDoesNotArriveInTime_IsDeadlineExceeded()
    {
        // Sent by hand: every client would give up by itself before the server could say so.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Server.GrpcAddress, "/opentelemetry.proto.collector.trace.v1.TraceService/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StalledContent([0, 0, 0, 0, 9]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.Add("te", "trailers");
        request.Headers.Add("grpc-timeout", "100m");

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));

        await response.Content.ReadAsByteArrayAsync().WaitAsync(TimeSpan.FromSeconds(30));
        response.Headers.Concat(response.TrailingHeaders).Single(header => header.Key == "grpc-status").Value.ShouldBe(["4"]);
    }

    [Fact]
    public async Task Call_AThousandTimesOverOneConnection_IsAccepted()
    {
        var traceId = ServerFixture.NewTraceId();
        var input = await InputAsync(traceId);

        var answers = await NodePeer.RunAsync("sender.mjs", "--address", fixture.Server.GrpcAddress.Authority, "--input", input, "--count", "1000");

        answers.Count(answer => (int)answer["code"]! == 0).ShouldBe(1000);
        await fixture.ShouldHoldAsync(traceId, FullTrace.Request(traceId));
    }

    private async Task<string> InputAsync(string traceId)
    {
        var input = fixture.File("input.json");
        await File.WriteAllTextAsync(input, ProtobufJson.Write(FullTrace.Request(traceId)));
        return input;
    }

    private async Task<JsonObject> SendAsync(params string[] arguments) =>
        (await NodePeer.RunAsync("sender.mjs", ["--address", fixture.Server.GrpcAddress.Authority, .. arguments])).ShouldHaveSingleItem();
}
