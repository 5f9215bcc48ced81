using System.Net;
using System.Text.Json;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Server.Otlp;
using static OtelBridge.Otlp.Span.Types;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Jaeger;

public sealed class JaegerV3EndpointsTests
{
    private const string Window = "query.startTimeMin=2025-11-05T08:00:00Z&query.startTimeMax=2025-11-05T09:00:00.5Z";

    [Fact]
    public async Task Services_OfSeveralTraces_AreListed()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        (await jaeger.GetAsync("/api/v3/services")).GetRawText().ShouldBe("""{"services":[]}""");
        await jaeger.IngestAsync("weböberfläche ☃", Span(1, 1));
        await jaeger.IngestAsync(null, Span(1, 2, parent: 1));

        (await jaeger.GetAsync("/api/v3/services")).GetRawText().ShouldBe("""{"services":["OTLPResourceNoServiceName","weböberfläche ☃"]}""");
    }

    [Fact]
    public async Task Operations_OfAService_HaveTheirKinds()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("a/b c", Kind(Span(1, 1, name: "GET /x"), 2), Kind(Span(1, 2, parent: 1, name: "plain"), 0));
        await jaeger.IngestAsync(null, Kind(Span(2, 1, name: "nobody's"), 1));

        (await jaeger.GetAsync("/api/v3/operations?service=a%2Fb+c")).GetRawText()
            .ShouldBe("""{"operations":[{"name":"plain","spanKind":""},{"name":"GET /x","spanKind":"server"}]}""");
        (await jaeger.GetAsync("/api/v3/operations?service=a%2Fb+c&spanKind=SERVER")).GetProperty("operations").GetArrayLength().ShouldBe(1);
        (await jaeger.GetAsync("/api/v3/operations?service=a%2Fb+c&span_kind=client")).GetProperty("operations").GetArrayLength().ShouldBe(0);
        (await jaeger.GetAsync("/api/v3/operations?service=OTLPResourceNoServiceName")).GetRawText()
            .ShouldBe("""{"operations":[{"name":"nobody's","spanKind":"internal"}]}""");
        (await jaeger.GetAsync("/api/v3/operations?service=unknown")).GetRawText().ShouldBe("""{"operations":[]}""");
        (await jaeger.FailsAsync("/api/v3/operations", HttpStatusCode.BadRequest)).ShouldBe("service is required");
    }

    [Fact]
    public async Task Trace_InEveryFormOfItsId_IsTheOtlpThatWasSent()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var sent = JaegerSamples.Full();
        JaegerSamples.RemoveWhatJaegerRefuses(sent);
        await jaeger.IngestAsync(sent.Clone());
        var bytes = TraceId(1).ToByteArray();
        var hex = Hex.Write(bytes);
        var base64 = Convert.ToBase64String(bytes);

        foreach (var id in (string[])[hex, hex.ToUpperInvariant(), "tr-" + hex, Uri.EscapeDataString(base64), base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_')])
        {
            var answer = await jaeger.GetAsync($"/api/v3/traces/{id}?startTime=2025-11-05T08:00:00Z&rawTraces=true");
            var read = OtlpJsonReader.ReadRequest(JsonSerializer.SerializeToUtf8Bytes(answer.GetProperty("result")));
            read.ResourceSpans.ShouldBe(sent.ResourceSpans, id);
        }
    }

    [Fact]
    public async Task Trace_WithWhatJaegersUiRefuses_IsMadeToFit()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var odd = JaegerSamples.Full();
        var span = odd.ResourceSpans[0].ScopeSpans[0].Spans[0];
        span.ParentSpanId = Google.Protobuf.ByteString.CopyFrom(new byte[8]);
        span.Links.Add(new Link { TraceId = TraceId(7) });
        span.Attributes.Add(new KeyValue { Key = "no value" });
        span.Attributes.Add(Attribute("inside", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue(), new AnyValue { DoubleValue = double.NaN } } } }));
        await jaeger.IngestAsync(odd);

        var shown = await jaeger.GetAsync("/api/v3/traces/a0000000000000000000000000000001");

        JaegerSchema.Check(shown);
        JaegerSchema.Check(await jaeger.GetAsync($"/api/v3/traces?{Window}"));
        var text = shown.GetRawText();
        text.ShouldContain("""{"key":"nothing","value":{"stringValue":""}}""");
        text.ShouldContain("""{"key":"no value","value":{"stringValue":""}}""");
        text.ShouldContain("""{"key":"endless","value":{"stringValue":"Infinity"}}""");
        text.ShouldContain("""{"key":"inside","value":{"arrayValue":{"values":[{"stringValue":""},{"stringValue":"NaN"}]}}}""");
    }

    [Fact]
    public async Task Trace_StoredUnderAnIdOfItsOwn_IsShownByTheIdOfItsSpans()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("web", Span(1, 1).With("mlflow.traceRequestId", "\"own id\""));

        var summary = (await jaeger.GetAsync($"/api/v3/trace-summaries?{Window}")).GetProperty("summaries")[0];
        var id = summary.GetProperty("traceId").GetString();

        id.ShouldBe("a0000000000000000000000000000001");
        (await jaeger.GetAsync("/api/v3/traces/" + id)).GetRawText().ShouldContain("own id");
        (await jaeger.GetAsync("/api/traces/" + id)).GetProperty("data")[0].GetProperty("traceID").GetString().ShouldBe(id);
        (await jaeger.GetAsync("/api/traces?service=web&start=0")).GetProperty("data")[0].GetProperty("traceID").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Trace_OfFewerDigits_IsTheOneWithZerosInFront()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var span = Span(1, 1);
        span.TraceId = Google.Protobuf.ByteString.CopyFrom([.. new byte[8], .. "\x01\x02\x03\x04\x05\x06\x07\x08"u8]);
        await jaeger.IngestAsync("web", span);

        foreach (var path in (string[])["/api/v3/traces/102030405060708", "/api/traces/102030405060708", "/api/traces/0102030405060708"])
        {
            (await jaeger.GetAsync(path)).GetRawText().ShouldContain("00000000000000000102030405060708");
        }
    }

    [Fact]
    public async Task Trace_Written_IsOtlpJson()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("web", Kind(Span(1, 2, parent: 1, name: "x").With("n", new AnyValue { IntValue = long.MaxValue }), 3));

        (await jaeger.GetAsync("/api/v3/traces/a0000000000000000000000000000001")).GetRawText().ShouldBe(
            """
            {"result":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},
            "scopeSpans":[{"scope":{"name":"tests","version":"1.0"},"spans":[{"traceId":"a0000000000000000000000000000001","spanId":"b000000000000002",
            "parentSpanId":"b000000000000001","name":"x","kind":3,"startTimeUnixNano":"1762332558000000000","endTimeUnixNano":"1762332558010000000",
            "attributes":[{"key":"n","value":{"intValue":"9223372036854775807"}}],"status":{"code":1}}]}]}]}}
            """.ReplaceLineEndings(string.Empty));
    }

    [Theory]
    [InlineData("/api/v3/traces/ffffffffffffffffffffffffffffffff", HttpStatusCode.NotFound, "trace not found")]
    [InlineData("/api/v3/traces/tr-unknown", HttpStatusCode.NotFound, "trace not found")]
    [InlineData("/api/v3/traces/xyz", HttpStatusCode.BadRequest, "malformed parameter trace_id")]
    [InlineData("/api/v3/traces/00112233445566778899aabbccddeeff00", HttpStatusCode.BadRequest, "malformed parameter trace_id")]
    [InlineData("/api/v3/traces/1?startTime=yesterday", HttpStatusCode.BadRequest, "malformed parameter startTime")]
    [InlineData("/api/v3/traces/1?end_time=1", HttpStatusCode.BadRequest, "malformed parameter end_time")]
    [InlineData("/api/v3/traces/1?rawTraces=perhaps", HttpStatusCode.BadRequest, "malformed parameter rawTraces")]
    public async Task Trace_ThatCannotBeShown_IsAnError(string path, HttpStatusCode status, string message)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync(path, status)).ShouldStartWith(message);
    }

    [Theory]
    [InlineData("query.serviceName=web", "2,1")]
    [InlineData("query.span_name=page", "1")]
    [InlineData("query.service_name=web&query.operationName=page", "1")]
    [InlineData("query.serviceName=web&query.operation_name=page&query.durationMin=1h", "")]
    [InlineData("query.durationMin=60ms", "2")]
    [InlineData("query.duration_max=1m2.5s&query.duration_min=0.05s", "2,1")]
    [InlineData("query.attributes=%7B%22tier%22%3A%22gold%22%7D", "2")]
    [InlineData("query.attributes=%7B%22error%22%3A%22true%22%2C%22tier%22%3A%22gold%22%7D", "2")]
    [InlineData("query.searchDepth=1", "3")]
    [InlineData("query.num_traces=2", "3,2")]
    [InlineData("query.search_depth=4000000000", "3,2,1")]
    [InlineData("query.rawTraces=true&query.searchDepth=0", "3,2,1")]
    [InlineData("query.serviceName=OTLPResourceNoServiceName", "3")]
    public async Task Search_ByItsParameters_FindsTheNewestFirst(string query, string found)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);
        var path = $"/api/v3/traces?{Window}&{query}";

        if (found.Length == 0)
        {
            (await jaeger.FailsAsync(path, HttpStatusCode.NotFound)).ShouldBe("No traces found");
            return;
        }

        TracesOf(await jaeger.GetAsync(path)).ShouldBe(found);
    }

    [Fact]
    public async Task Search_Window_TakesBothEndsAndOlderSpelling()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);

        TracesOf(await jaeger.GetAsync("/api/v3/traces?query.start_time_min=2025-11-05T09:49:18.010%2B01:00&query.start_time_max=2025-11-05T08:49:18.020000000Z"))
            .ShouldBe("3,2");
        (await jaeger.FailsAsync("/api/v3/traces?query.startTimeMin=2025-11-05T08:49:18.021Z&query.startTimeMax=2025-11-06T00:00:00Z", HttpStatusCode.NotFound))
            .ShouldBe("No traces found");
    }

    [Fact]
    public async Task Search_Posted_TakesTheSameParameters()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);

        var (status, answer) = await jaeger.CallAsync("POST", "/api/v3/traces", """
            {"query":{"serviceName":"web","attributes":{"tier":"gold"},"startTimeMin":"2025-11-05T08:00:00Z","startTimeMax":"2025-11-05T09:00:00Z",
            "durationMin":"0.05s","searchDepth":5,"rawTraces":true}}
            """);

        status.ShouldBe(HttpStatusCode.OK);
        TracesOf(answer).ShouldBe("2");
        var (_, summaries) = await jaeger.CallAsync(
            "POST", "/api/v3/trace-summaries", """{"query":{"operation_name":"job","start_time_min":"2025-11-05T08:00:00Z","start_time_max":"2025-11-05T09:00:00Z"}}""");
        summaries.GetProperty("summaries").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"query":[]}""")]
    [InlineData("""{"query":{"startTimeMin":5,"startTimeMax":6}}""")]
    [InlineData("""{"query":{"startTimeMin":"2025-11-05T08:00:00Z","startTimeMax":"2025-11-05T09:00:00Z","attributes":{"a":1}}}""")]
    [InlineData("""{"query":{"serviceName":"\ud800","startTimeMin":"2025-11-05T08:00:00Z","startTimeMax":"2025-11-05T09:00:00Z"}}""")]
    public async Task Search_PostedBadly_IsRefused(string body)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync("/api/v3/traces", HttpStatusCode.BadRequest, "POST", body)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("query.serviceName=web", "query.startTimeMin and query.startTimeMax are required")]
    [InlineData("query.startTimeMin=2025-11-05T08:00:00Z", "query.startTimeMin and query.startTimeMax are required")]
    [InlineData("query.startTimeMin=1762332558&query.startTimeMax=2025-11-05T08:00:00Z", "malformed parameter query.startTimeMin")]
    [InlineData("query.startTimeMin=2025-11-06T08:00:00Z&query.startTimeMax=2025-11-05T08:00:00Z", "query.startTimeMin must not be greater")]
    [InlineData(Window + "&query.durationMin=10", "malformed parameter query.durationMin")]
    [InlineData(Window + "&query.duration_max=-10s", "malformed parameter query.duration_max")]
    [InlineData(Window + "&query.durationMin=2s&query.durationMax=1s", "query.durationMin must not be greater")]
    [InlineData(Window + "&query.searchDepth=-1", "malformed parameter query.searchDepth")]
    [InlineData(Window + "&query.num_traces=many", "malformed parameter query.num_traces")]
    [InlineData(Window + "&query.searchDepth=99999999999999999999", "malformed parameter query.searchDepth")]
    [InlineData(Window + "&query.attributes=nonsense", "malformed parameter query.attributes")]
    [InlineData(Window + "&query.attributes=%5B%5D", "malformed parameter query.attributes")]
    [InlineData(Window + "&query.attributes=%7B%22a%22%3A1%7D", "malformed parameter query.attributes")]
    [InlineData(Window + "&query.attributes=%7B%22a%22%3A%22%5Cud800%22%7D", "malformed parameter query.attributes")]
    [InlineData(Window + "&query.rawTraces=maybe", "malformed parameter query.rawTraces")]
    [InlineData(Window + "&query.filter=%7B%7D", "malformed parameter query.filter")]
    public async Task Search_BadParameters_AreNamed(string query, string message)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync("/api/v3/traces?" + query, HttpStatusCode.BadRequest)).ShouldStartWith(message);
        (await jaeger.FailsAsync("/api/v3/trace-summaries?" + query, HttpStatusCode.BadRequest)).ShouldStartWith(message);
    }

    [Fact]
    public async Task Search_MoreAttributesThanAPersonWrites_IsRefused()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var attributes = JsonSerializer.Serialize(Enumerable.Range(0, 65).ToDictionary(i => $"k{i}", i => "v"));

        (await jaeger.FailsAsync($"/api/v3/traces?{Window}&query.attributes={Uri.EscapeDataString(attributes)}", HttpStatusCode.BadRequest)).ShouldContain("64");
    }

    [Fact]
    public async Task Search_ThatTakesTooLong_IsGivenUp()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync(options => options.Limits.MaxQueryTime = TimeSpan.Zero);

        (await jaeger.FailsAsync($"/api/v3/traces?{Window}", HttpStatusCode.GatewayTimeout)).ShouldContain("shorter time range");
    }

    [Fact]
    public async Task Summaries_OfTraces_CountThem()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("web", Span(1, 1, name: "page", durationMs: 100));
        await jaeger.IngestAsync("api", Span(1, 2, parent: 1, status: Status.Types.StatusCode.Error), Span(1, 3, parent: 9, durationMs: -1));

        (await jaeger.GetAsync($"/api/v3/trace-summaries?{Window}&query.serviceName=api")).GetRawText().ShouldBe(
            """
            {"summaries":[{"traceId":"a0000000000000000000000000000001","traceID":"a0000000000000000000000000000001","rootServiceName":"web","rootOperationName":"page",
            "minStartTimeUnixNano":"1762332558000000000","maxEndTimeUnixNano":"1762332558100000000","spanCount":3,"errorSpanCount":1,"orphanSpanCount":1,
            "services":[{"name":"api","spanCount":2,"errorSpanCount":1},{"name":"web","spanCount":1,"errorSpanCount":0}]}]}
            """.ReplaceLineEndings(string.Empty));
        (await jaeger.GetAsync($"/api/v3/trace-summaries?{Window}&query.serviceName=none")).GetRawText().ShouldBe("""{"summaries":[]}""");
    }

    [Fact]
    public async Task Dependencies_OfAWindow_AreCounted()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("web", Span(1, 1), Span(2, 1));
        await jaeger.IngestAsync("api", Span(1, 2, parent: 1), Span(2, 2, parent: 1));
        await jaeger.IngestAsync(null, Span(2, 3, parent: 2));

        const string Found = """{"dependencies":[{"parent":"api","child":"OTLPResourceNoServiceName","callCount":"1"},{"parent":"web","child":"api","callCount":"2"}]}""";
        (await jaeger.GetAsync("/api/v3/dependencies?startTime=2025-11-05T08:00:00Z&endTime=2025-11-05T09:00:00Z")).GetRawText().ShouldBe(Found);
        (await jaeger.GetAsync("/api/v3/dependencies?start_time=2025-11-05T08:00:00Z&end_time=2025-11-05T09:00:00Z")).GetRawText().ShouldBe(Found);
        (await jaeger.GetAsync("/api/v3/dependencies?startTime=2025-11-05T09:00:00Z&endTime=2025-11-05T10:00:00Z")).GetRawText().ShouldBe("""{"dependencies":[]}""");
    }

    [Theory]
    [InlineData("", "startTime is required")]
    [InlineData("?startTime=2025-11-05T08:00:00Z", "endTime is required")]
    [InlineData("?start_time=bad&end_time=2025-11-05T08:00:00Z", "malformed parameter startTime")]
    [InlineData("?startTime=2025-11-05T08:00:00Z&endTime=2025-11-05T08:00:00Z", "endTime must be after startTime")]
    public async Task Dependencies_BadWindow_IsRefused(string query, string message)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync("/api/v3/dependencies" + query, HttpStatusCode.BadRequest)).ShouldStartWith(message);
    }

    private static Span Kind(Span span, int kind)
    {
        span.Kind = (SpanKind)kind;
        return span;
    }

    private static async Task StoreThreeAsync(JaegerUnderTest jaeger)
    {
        await jaeger.IngestAsync("web", Span(1, 1, name: "page", durationMs: 50));
        await jaeger.IngestAsync("web", Span(2, 1, name: "api", offsetMs: 10, durationMs: 60, status: Status.Types.StatusCode.Error).With("tier", "gold"));
        await jaeger.IngestAsync(null, Span(3, 1, name: "job", offsetMs: 20, durationMs: 5));
    }

    private static string TracesOf(JsonElement answer) => string.Join(",", OtlpJsonReader
        .ReadRequest(JsonSerializer.SerializeToUtf8Bytes(answer.GetProperty("result"))).ResourceSpans.AllSpans().Select(span => span.TraceId[^1]));
}
