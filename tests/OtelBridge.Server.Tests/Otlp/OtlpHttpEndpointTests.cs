using System.Net;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using RpcStatus = OtelBridge.Rpc.Status;

namespace OtelBridge.Server.Tests.Otlp;

public sealed class OtlpHttpEndpointTests
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    [Theory]
    [InlineData(Protobuf, false)]
    [InlineData(Protobuf, true)]
    [InlineData("application/x-protobuf; charset=utf-8", false)]
    [InlineData(Json, false)]
    [InlineData(Json, true)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("APPLICATION/JSON", false)]
    public async Task Spans_InBothEncodings_AreReadBackEqual(string contentType, bool gzip)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var sent = OtlpSamples.Request(OtlpSamples.Span(1, 1).With(MlflowKeys.SpanInputs, """{"q":"ü"}"""), OtlpSamples.Span(1, 2, parent: 1));
        var isJson = contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        var body = isJson ? OtlpJsonWriter.WriteRequest(sent).ToArray() : sent.ToByteArray();

        using var answer = await PostAsync(server.OtlpHttp, gzip ? BoundedGzip.Compress(body) : body, contentType, gzip ? "gzip" : null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(isJson ? Json : Protobuf);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(isJson ? "{}" : "");
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.ResourceSpans.ShouldBe(sent.ResourceSpans);
    }

    [Fact]
    public async Task RefusedSpans_AreAPartialSuccess_InTheEncodingOfTheRequest()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var bad = OtlpSamples.Span(1, 2);
        bad.SpanId = ByteString.Empty;
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1), bad);

        using var protobuf = await PostAsync(server.OtlpHttp, request.ToByteArray(), Protobuf);
        using var json = await PostAsync(server.OtlpHttp, OtlpJsonWriter.WriteRequest(request).ToArray(), Json);

        ExportTraceServiceResponse.Parser.ParseFrom(await protobuf.Content.ReadAsByteArrayAsync()).PartialSuccess.RejectedSpans.ShouldBe(1);
        var partial = JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement.GetProperty("partialSuccess");
        partial.GetProperty("rejectedSpans").GetString().ShouldBe("1");
        partial.GetProperty("errorMessage").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/grpc")]
    [InlineData("not a media type")]
    public async Task ContentType_ThatIsNotKnown_Is415(string? contentType)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await PostAsync(server.OtlpHttp, "{}"u8.ToArray(), contentType);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await ReadStatusAsync(answer)).Message.ShouldContain(Protobuf);
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task ContentEncoding_ThatIsNotKnown_Is415(string encoding)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await PostAsync(server.OtlpHttp, [1, 2, 3], Protobuf, encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Protobuf);
        (await ReadStatusAsync(answer)).Code.ShouldBe((int)GrpcStatusCode.InvalidArgument);
    }

    [Theory]
    [InlineData(Protobuf, new byte[] { 255, 255, 255 }, null)]
    [InlineData(Protobuf, new byte[] { 1, 2, 3 }, "gzip")]
    [InlineData(Protobuf, new byte[] { }, "gzip")]
    [InlineData(Json, new byte[] { (byte)'{' }, null)]
    [InlineData(Json, new byte[] { }, null)]
    [InlineData(Json, new byte[] { (byte)'"', 0xFF, (byte)'"' }, null)]
    public async Task Body_ThatIsBroken_Is400_InTheEncodingOfTheRequest(string contentType, byte[] body, string? encoding)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await PostAsync(server.OtlpHttp, body, contentType, encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(contentType);
        var status = await ReadStatusAsync(answer);
        status.Code.ShouldBe((int)GrpcStatusCode.InvalidArgument);
        status.Message.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_AboveTheLimit_Is413(bool announced)
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.Limits.MaxRequestSize = 100_000);

        using var answer = await PostAsync(server.OtlpHttp, new byte[100_001], Protobuf, announcesLength: announced);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ReadStatusAsync(answer)).Code.ShouldBe((int)GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task GzipBomb_Is413()
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.Limits.MaxRequestSize = 100_000);

        using var answer = await PostAsync(server.OtlpHttp, BoundedGzip.Compress(new byte[10_000_000]), Json, "gzip");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Json);
    }

    [Fact]
    public async Task Body_OfTwentyMegabytes_IsStored()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var sent = OtlpSamples.Request(OtlpSamples.Span(1, 1).With("large", new string('z', 20_000_000)));

        using var answer = await PostAsync(server.Http, OtlpJsonWriter.WriteRequest(sent).ToArray(), Json);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.ResourceSpans.ShouldBe(sent.ResourceSpans);
    }

    [Fact]
    public async Task Method_ThatIsNotPost_Is405()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.OtlpHttp.GetAsync("/v1/traces");

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task StoreUnavailable_Is503WithRetryAfter()
    {
        var store = new ScriptedTraceStore { OnWrite = static _ => throw new StoreUnavailableException("Too many writes are waiting.") };
        await using var host = await ForeignHost.StartAsync(store);

        using var answer = await PostAsync(host.Http, OtlpSamples.Request(OtlpSamples.Span(1, 1)).ToByteArray(), Protobuf);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await ReadStatusAsync(answer)).Message.ShouldBe("Too many writes are waiting.");
    }

    [Fact]
    public async Task UnexpectedException_Is500WithoutItsText()
    {
        var store = new ScriptedTraceStore { OnWrite = static _ => throw new InvalidOperationException("secret of the database") };
        await using var host = await ForeignHost.StartAsync(store);

        using var answer = await PostAsync(host.Http, OtlpSamples.Request(OtlpSamples.Span(1, 1)).ToByteArray(), Protobuf);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await ReadStatusAsync(answer)).Message.ShouldNotContain("secret");
        host.Log.ShouldContain(static entry => entry.EventId == 1001);
    }

    [Fact]
    public async Task ExperimentHeader_IsWhereTheTraceGoes()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var experiment = await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "mine" });
        server.OtlpHttp.DefaultRequestHeaders.Add(MlflowKeys.ExperimentHeader, experiment.ExperimentId);

        using var answer = await PostAsync(server.OtlpHttp, OtlpSamples.Request(OtlpSamples.Span(1, 1)).ToByteArray(), Protobuf);

        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.Info.ExperimentId.ShouldBe(experiment.ExperimentId);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient http, byte[] body, string? contentType, string? encoding = null, bool announcesLength = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = new ByteArrayContent(body) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        request.Headers.TransferEncodingChunked = announcesLength ? null : true;
        return await http.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<RpcStatus> ReadStatusAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (answer.Content.Headers.ContentType?.MediaType == Protobuf)
        {
            return RpcStatus.Parser.ParseFrom(body);
        }

        var json = JsonDocument.Parse(body).RootElement;
        return new RpcStatus { Code = json.GetProperty("code").GetInt32(), Message = json.GetProperty("message").GetString() };
    }
}
