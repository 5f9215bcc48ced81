using System.IO.Compression;
using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>A trace with every field set, sent in every way that OTLP has, reads back equal.</summary>
public sealed class SameTraceFromEverySenderTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Stores => [.. TestStore.Kinds];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trace_FromNodeOverGrpc_ReadsBackEqual(bool gzip)
    {
        var traceId = ServerFixture.NewTraceId();
        var sent = FullTrace.Request(traceId);
        var input = await WriteAsync(ProtobufJson.Write(sent));

        var answers = await NodePeer.RunAsync(
            "sender.mjs", ["--address", fixture.Server.GrpcAddress.Authority, "--input", input, .. gzip ? (string[])["--gzip"] : []]);

        ShouldBeAccepted(answers);
        await fixture.ShouldHoldAsync(traceId, sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trace_AsJsonByCurl_ReadsBackEqual(bool gzip)
    {
        var traceId = ServerFixture.NewTraceId();
        var sent = FullTrace.Request(traceId);
        var body = await WriteAsync(OtlpJson.Write(sent).ToJsonString());

        var answer = await CurlAsync(body, "application/json", gzip);

        JsonNode.DeepEquals(JsonNode.Parse(answer), new JsonObject()).ShouldBeTrue(answer);
        await fixture.ShouldHoldAsync(traceId, sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trace_AsForeignProtobufByCurl_ReadsBackEqual(bool gzip)
    {
        var traceId = ServerFixture.NewTraceId();
        var sent = FullTrace.Request(traceId);
        var input = await WriteAsync(ProtobufJson.Write(sent));
        var body = fixture.File("request.pb");
        await NodePeer.RunAsync("sender.mjs", "--input", input, "--encode", body);

        var answer = await CurlAsync(body, "application/x-protobuf", gzip);

        answer.ShouldBeEmpty();
        await fixture.ShouldHoldAsync(traceId, sent);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Trace_SentByAllOneAfterAnother_IsThereOnce(string kind)
    {
        var server = await fixture.OnAsync(kind);
        var traceId = ServerFixture.NewTraceId();
        var sent = FullTrace.Request(traceId);
        var input = await WriteAsync(ProtobufJson.Write(sent));
        var json = await WriteAsync(OtlpJson.Write(sent).ToJsonString());

        var answers = await NodePeer.RunAsync("sender.mjs", "--address", server.GrpcAddress.Authority, "--input", input, "--count", "3");
        await CurlAsync(json, "application/json", gzip: false, server);
        await CurlAsync(json, "application/json", gzip: true, server);

        answers.Count.ShouldBe(3);
        ShouldBeAccepted(answers);
        await fixture.ShouldHoldAsync(traceId, sent, kind);
    }

    private static void ShouldBeAccepted(IReadOnlyList<JsonObject> answers)
    {
        foreach (var answer in answers)
        {
            answer.ToJsonString().ShouldBe("""{"code":0,"details":"","response":{}}""");
        }
    }

    private async Task<string> WriteAsync(string text)
    {
        var file = fixture.File("input.json");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private async Task<string> CurlAsync(string body, string contentType, bool gzip, OtelBridgeProcess? server = null)
    {
        string[] encoding = [];
        if (gzip)
        {
            var compressed = fixture.File("body.gz");
            await using (var output = new GZipStream(File.Create(compressed), CompressionLevel.Fastest))
            {
                await using var source = File.OpenRead(body);
                await source.CopyToAsync(output);
            }

            (body, encoding) = (compressed, ["-H", "Content-Encoding: gzip"]);
        }

        var url = new Uri((server ?? fixture.Server).OtlpHttpAddress, "/v1/traces").ToString();
        var lines = await ChildProcess.RunAsync(
            "curl", ["-sS", "--fail-with-body", "--noproxy", "*", "-H", $"Content-Type: {contentType}", .. encoding, "--data-binary", $"@{body}", url]);
        return string.Join('\n', lines);
    }
}
