using System.Net;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinBadInputTests
{
    private const string Good = """{"traceId":"1","id":"2","timestamp":1762332558000000,"localEndpoint":{"serviceName":"good"}}""";

    [Theory]
    [InlineData("", "does not contain any JSON tokens")]
    [InlineData("null", "Expected a list of spans, found null")]
    [InlineData("{}", "Expected an array, found an object")]
    [InlineData("[", "Expected depth")]
    [InlineData("[null]", "Expected a span, found null")]
    [InlineData("[5]", "Expected an object, found another number (line 1, column 2)")]
    [InlineData("[{}]", "Span 1 of the list: a trace id has 8 or 16 bytes")]
    [InlineData($$"""[{{Good}},{"traceId":"1"}]""", "Span 2 of the list: an id has 8 bytes")]
    [InlineData($$"""[{{Good}},{"traceId":"0","id":"1"}]""", "a trace id must not be all zero")]
    [InlineData($$"""[{{Good}},{"traceId":"1","id":"0"}]""", "an id must not be all zero")]
    [InlineData("""[{"traceId":"xyz","id":"1"}]""", "Expected an id of 1 to 32 hex digits")]
    [InlineData("""[{"traceId":"1","id":"11112222333344445"}]""", "Expected an id of 1 to 16 hex digits")]
    [InlineData("""[{"traceId":1,"id":"1"}]""", "Expected a string, found another number")]
    [InlineData("""[{"traceId":"1","id":"1","kind":"CLEVER"}]""", "Expected CLIENT, SERVER, PRODUCER or CONSUMER")]
    [InlineData("""[{"traceId":"1","id":"1","timestamp":-1}]""", "Expected microseconds")]
    [InlineData("""[{"traceId":"1","id":"1","timestamp":9223372036854776}]""", "out of range")]
    [InlineData("""[{"traceId":"1","id":"1","timestamp":1,"duration":18446744073709551615}]""", "out of range")]
    [InlineData("""[{"traceId":"1","id":"1","annotations":[{"timestamp":18446744073709551615,"value":"x"}]}]""", "the timestamp of an annotation is out of range")]
    [InlineData("""[{"traceId":"1","id":"1","localEndpoint":{"port":65536}}]""", "the port of an endpoint is out of range")]
    [InlineData("""[{"traceId":"1","id":"1","tags":{"a":{}}}]""", "Expected a string, found an object")]
    [InlineData("""[{"traceId":"1","id":"1","tags":{"\ud800":"x"}}]""", "half of a surrogate pair")]
    [InlineData("""[{"traceId":"1","id":"1"}] []""", "")]
    public async Task Json_ThatIsBroken_Is400_SaysWhy_AndStoresNothing(string body, string reason)
    {
        await using var server = await ZipkinServer.StartAsync();

        using var answer = await server.PostAsync(Encoding.UTF8.GetBytes(body));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await server.GetTextsAsync("/api/v2/services")).ShouldBeEmpty();
        (await server.GetAsync("/api/v2/traces")).AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255 }, ZipkinServer.Protobuf, null)]
    [InlineData(new byte[] { 0x0A, 4, 0x0A, 2, 1, 2 }, ZipkinServer.Protobuf, null)] // a trace id of two bytes
    [InlineData(new byte[] { 1, 2, 3 }, ZipkinServer.Protobuf, "gzip")]
    [InlineData(new byte[] { (byte)'"', 0xFF, (byte)'"' }, ZipkinServer.Json, null)]
    public async Task Bytes_ThatAreBroken_Are400(byte[] body, string contentType, string? encoding)
    {
        await using var server = await ZipkinServer.StartAsync();

        using var answer = await server.PostAsync(body, contentType, encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(ZipkinServer.Json)]
    [InlineData(ZipkinServer.Protobuf)]
    public async Task EmptyList_IsTaken_AsReportersAskWhetherAnybodyIsThere(string contentType)
    {
        await using var server = await ZipkinServer.StartAsync();

        using var answer = await server.PostAsync(contentType == ZipkinServer.Json ? "[]"u8.ToArray() : [], contentType);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("text/plain", null)]
    [InlineData("application/x-thrift", null)]
    [InlineData(ZipkinServer.Json, "br")]
    public async Task Encoding_ThatIsNotKnown_Is415(string? contentType, string? encoding)
    {
        await using var server = await ZipkinServer.StartAsync();

        using var answer = await server.PostAsync("[]"u8.ToArray(), contentType, encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_AboveTheLimit_PlainOrABomb_Is413(bool gzip)
    {
        await using var server = await ZipkinServer.StartAsync(static options => options.Limits.MaxRequestSize = 100_000);
        var body = gzip ? BoundedGzip.Compress(new byte[10_000_000]) : new byte[100_001];

        using var answer = await server.PostAsync(body, ZipkinServer.Json, gzip ? "gzip" : null);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Requests_BeyondWhatTheServerHolds_AreToComeAgain()
    {
        await using var server = await ZipkinServer.StartAsync(static options => options.Limits.MaxRequestBytesInFlight = 10);

        using var answer = await server.PostAsync(Encoding.UTF8.GetBytes($"[{Good}]"));

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Experiment_ThatIsNotThere_Is400()
    {
        await using var server = await ZipkinServer.StartAsync();
        server.Http.DefaultRequestHeaders.Add(MlflowKeys.ExperimentHeader, "4711");

        using var answer = await server.PostAsync(Encoding.UTF8.GetBytes($"[{Good}]"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("there is no experiment '4711'");
    }

    [Fact]
    public async Task WhatReportersWriteBesides_IsTaken()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync("""
            [{"traceId":"1","id":"2","parentId":null,"kind":null,"name":null,"timestamp":"1762332558000000","duration":null,"unknown":{"a":[1]},
              "localEndpoint":{"serviceName":"s","ipv4":"","ipv6":"no address","port":null},"remoteEndpoint":null,"annotations":null,"tags":{"n":5,"b":true,"nothing":null}}]
            """);

        var span = (await server.GetAsync("/api/v2/trace/1"))[0]!;
        span.ToJsonString().ShouldBe(
            """{"traceId":"0000000000000001","id":"0000000000000002","timestamp":1762332558000000,"localEndpoint":{"serviceName":"s"},"tags":{"n":"5","b":"true","nothing":""}}""");
    }

    [Theory]
    [InlineData("PUT", "/api/v2/spans", "GET, POST")]
    [InlineData("POST", "/api/v2/traces", "GET")]
    [InlineData("DELETE", "/api/v2/trace/1", "GET")]
    public async Task OtherMethods_Are405(string method, string path, string allowed)
    {
        await using var server = await ZipkinServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", answer.Content.Headers.Allow).ShouldBe(allowed);
    }

    [Fact]
    public async Task OtherRoutes_OfTheServer_AreNotThere_NorTheseElsewhere()
    {
        await using var server = await ZipkinServer.StartAsync();

        (await server.FailAsync("/api/2.0/mlflow/experiments/search")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.FailAsync("/v1/traces")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.FailAsync("/api/v1/spans")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
