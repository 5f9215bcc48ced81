using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OtelBridge.Otlp;
using static OtelBridge.Otlp.Span.Types;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Jaeger;

public sealed class JaegerLegacyEndpointsTests
{
    private const string Window = "start=1762332557000000&end=1762332559000000";

    [Fact]
    public async Task Services_OfSeveralTraces_AreListed()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("wéb", Span(1, 1));
        await jaeger.IngestAsync(null, Span(1, 2, parent: 1));

        (await jaeger.GetAsync("/api/services")).GetRawText()
            .ShouldBe("""{"data":["OTLPResourceNoServiceName","wéb"],"total":2,"limit":0,"offset":0,"errors":null}""");
    }

    [Fact]
    public async Task Operations_ByParameterAndByPath_AreThoseOfTheService()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var (server, client) = (Span(1, 1, name: "GET"), Span(1, 2, parent: 1, name: "GET"));
        (server.Kind, client.Kind) = (SpanKind.Server, SpanKind.Client);
        await jaeger.IngestAsync("a/b", server, client, Span(1, 3, parent: 1, name: "añadir"));

        (await jaeger.GetAsync("/api/operations?service=a/b")).GetRawText().ShouldBe(
            """{"data":[{"name":"añadir","spanKind":""},{"name":"GET","spanKind":"server"},{"name":"GET","spanKind":"client"}],"total":3,"limit":0,"offset":0,"errors":null}""");
        (await jaeger.GetAsync("/api/operations?service=a/b&spanKind=client")).GetProperty("total").GetInt32().ShouldBe(1);
        (await jaeger.GetAsync("/api/services/a%2Fb/operations")).GetRawText().ShouldBe("""{"data":["GET","añadir"],"total":2,"limit":0,"offset":0,"errors":null}""");
        (await jaeger.GetAsync("/api/services/nobody/operations")).GetRawText().ShouldBe("""{"data":[],"total":0,"limit":0,"offset":0,"errors":null}""");
        (await jaeger.FailsAsync("/api/operations", HttpStatusCode.BadRequest)).ShouldContain("'service' is required");
    }

    [Fact]
    public async Task Trace_OfEveryField_IsConverted()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync(JaegerSamples.Full());

        (await jaeger.GetAsync("/api/traces/A0000000000000000000000000000001?start=1&end=2&raw=true")).GetRawText().ShouldBe(FullTrace);
    }

    [Fact]
    public async Task Transform_OtlpJson_ShowsItWithoutStoringIt()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        var otlp = JaegerSamples.Full();
        otlp.ResourceSpans[0].ScopeSpans[0].Spans.Insert(1, Span(2, 1, name: "other trace"));

        var (status, answer) = await jaeger.CallAsync(
            "POST", "/api/transform", System.Text.Encoding.UTF8.GetString(OtlpJsonWriter.WriteRequest(otlp).Span));

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("data")[0].GetRawText().ShouldBe(JsonDocument.Parse(FullTrace).RootElement.GetProperty("data")[0].GetRawText());
        TracesOf(answer).ShouldBe("1,2");
        (await jaeger.GetAsync("/api/services")).GetProperty("total").GetInt32().ShouldBe(0);
        (await jaeger.FailsAsync("/api/transform", HttpStatusCode.BadRequest, "POST", "{\"resourceSpans\":5}")).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("ffffffffffffffffffffffffffffffff", HttpStatusCode.NotFound, "trace not found")]
    [InlineData("no%20id", HttpStatusCode.BadRequest, "malformed parameter traceID")]
    [InlineData("%01", HttpStatusCode.BadRequest, "malformed parameter traceID")]
    public async Task Trace_ThatCannotBeShown_IsAnError(string id, HttpStatusCode status, string message)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync("/api/traces/" + id, status)).ShouldStartWith(message);
    }

    [Theory]
    [InlineData("service=web", "2,1")]
    [InlineData("service=web&operation=page", "1")]
    [InlineData("service=web&limit=1", "2")]
    [InlineData("service=web&limit=2147483647", "2,1")]
    [InlineData("service=web&minDuration=55ms", "2")]
    [InlineData("service=web&maxDuration=50ms", "1")]
    [InlineData("service=web&minDuration=&maxDuration=&tags=", "2,1")]
    [InlineData("service=web&tags=%7B%22tier%22%3A%22gold%22%2C%22error%22%3A%22true%22%7D", "2")]
    [InlineData("service=web&tag=tier:gold&tag=url:http://x", "2")]
    [InlineData("service=web&tag=tier:silver", "")]
    [InlineData("service=OTLPResourceNoServiceName", "3")]
    [InlineData("service=nobody", "")]
    [InlineData("traceID=a0000000000000000000000000000003&traceID=a0000000000000000000000000000001", "3,1")]
    public async Task Search_ByItsParameters_FindsTheNewestFirst(string query, string found)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);

        var answer = await jaeger.GetAsync($"/api/traces?{Window}&{query}");

        TracesOf(answer).ShouldBe(found);
        answer.GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Search_Window_IsInMicrosecondsAndTwoDaysByDefault()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);
        var now = Span(4, 1);
        (now.StartTimeUnixNano, now.EndTimeUnixNano) = ((ulong)DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeMilliseconds() * 1_000_000, 0);
        await jaeger.IngestAsync("web", now);

        TracesOf(await jaeger.GetAsync("/api/traces?service=web&start=1762332558010000&end=1762332558010000")).ShouldBe("2");
        TracesOf(await jaeger.GetAsync("/api/traces?service=web")).ShouldBe("4");
        TracesOf(await jaeger.GetAsync("/api/traces?service=web&start=-5&end=9223372036854775807")).ShouldBe("4,2,1");
    }

    [Fact]
    public async Task Search_ByIdsOfWhichOneIsUnknown_ShowsTheOthersAndSaysSo()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);

        var answer = await jaeger.GetAsync("/api/traces?traceID=ff&traceID=a0000000000000000000000000000001");

        TracesOf(answer).ShouldBe("1");
        answer.GetProperty("errors").GetRawText().ShouldBe("""[{"msg":"trace not found","traceID":"000000000000000000000000000000ff"}]""");
    }

    [Fact]
    public async Task Search_OverADamagedTrace_ShowsTheOthers()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await StoreThreeAsync(jaeger);
        await using (var connection = new SqliteConnection($"Data Source={jaeger.Server.StoreAddress["sqlite:".Length..]};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE blocks SET payload = zeroblob(length(payload)) WHERE block_id = 2";
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        var answer = await jaeger.GetAsync($"/api/traces?{Window}&service=web");
        var newer = await jaeger.GetAsync("/api/v3/traces?query.serviceName=web&query.startTimeMin=2025-11-05T08:00:00Z&query.startTimeMax=2025-11-05T09:00:00Z");
        var summaries = await jaeger.GetAsync("/api/v3/trace-summaries?query.startTimeMin=2025-11-05T08:00:00Z&query.startTimeMax=2025-11-05T09:00:00Z");

        TracesOf(answer).ShouldBe("1");
        answer.GetProperty("errors")[0].GetProperty("traceID").GetString().ShouldBe("a0000000000000000000000000000002");
        newer.GetProperty("result").GetProperty("resourceSpans").GetArrayLength().ShouldBe(1);
        summaries.GetProperty("summaries").GetArrayLength().ShouldBe(3);
        jaeger.Server.ExpectErrors();
        (await jaeger.FailsAsync("/api/traces/a0000000000000000000000000000002", HttpStatusCode.InternalServerError)).ShouldContain("damaged");
    }

    [Theory]
    [InlineData("", "parameter 'service' is required")]
    [InlineData("service=", "parameter 'service' is required")]
    [InlineData("service=a&start=yesterday", "malformed parameter start")]
    [InlineData("service=a&end=99999999999999999999", "malformed parameter end")]
    [InlineData("service=a&start=3&end=2", "start must not be greater than end")]
    [InlineData("service=a&limit=0", "malformed parameter limit")]
    [InlineData("service=a&limit=-3", "malformed parameter limit")]
    [InlineData("service=a&limit=99999999999", "malformed parameter limit")]
    [InlineData("service=a&minDuration=100", "malformed parameter minDuration")]
    [InlineData("service=a&maxDuration=fast", "malformed parameter maxDuration")]
    [InlineData("service=a&minDuration=2s&maxDuration=1s", "minDuration must not be greater than maxDuration")]
    [InlineData("service=a&tags=%7B", "malformed parameter tags")]
    [InlineData("service=a&tags=%22x%22", "malformed parameter tags")]
    [InlineData("service=a&tags=%7B%22a%22%3Atrue%7D", "malformed parameter tags")]
    [InlineData("service=a&tag=nocolon", "malformed parameter tag")]
    [InlineData("traceID=zz", "malformed parameter traceID")]
    public async Task Search_BadParameters_AreNamed(string query, string message)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync("/api/traces?" + query, HttpStatusCode.BadRequest)).ShouldStartWith(message);
    }

    [Fact]
    public async Task Search_TagsNestedWithoutEnd_IsRefused()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        await jaeger.FailsAsync("/api/traces?service=a&tags=" + new string('[', 5_000), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Dependencies_OfAWindow_AreCounted()
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();
        await jaeger.IngestAsync("web", Span(1, 1), Span(2, 1));
        await jaeger.IngestAsync("api", Span(1, 2, parent: 1), Span(2, 2, parent: 1));
        await jaeger.IngestAsync("db", Span(2, 3, parent: 2));

        (await jaeger.GetAsync("/api/dependencies?endTs=1762332559000&lookback=2000")).GetRawText().ShouldBe(
            """{"data":[{"parent":"api","child":"db","callCount":1},{"parent":"web","child":"api","callCount":2}],"total":0,"limit":0,"offset":0,"errors":null}""");
        (await jaeger.GetAsync("/api/dependencies?endTs=1762332559000&service=db")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await jaeger.GetAsync("/api/dependencies?endTs=1762332559000&lookback=10")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await jaeger.GetAsync("/api/dependencies?endTs=9223372036854775807&lookback=9223372036854775807")).GetProperty("data").GetArrayLength().ShouldBe(2);
        (await jaeger.GetAsync("/api/dependencies")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await jaeger.FailsAsync("/api/dependencies?endTs=now", HttpStatusCode.BadRequest)).ShouldStartWith("malformed parameter endTs");
        (await jaeger.FailsAsync("/api/dependencies?lookback=1h", HttpStatusCode.BadRequest)).ShouldStartWith("malformed parameter lookback");
    }

    [Theory]
    [InlineData("POST", "/api/archive/1", HttpStatusCode.NotImplemented)]
    [InlineData("GET", "/api/metrics/latencies?service=a&quantile=0.5", HttpStatusCode.NotImplemented)]
    [InlineData("GET", "/api/metrics/calls?service=a", HttpStatusCode.NotImplemented)]
    [InlineData("GET", "/api/metrics/errors?service=a", HttpStatusCode.NotImplemented)]
    [InlineData("GET", "/api/metrics/minstep", HttpStatusCode.NotImplemented)]
    [InlineData("POST", "/api/services", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/traces/1", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/api/v3/traces", HttpStatusCode.MethodNotAllowed)]
    public async Task WhatIsNotOffered_IsSaidInTheEnvelope(string method, string path, HttpStatusCode status)
    {
        await using var jaeger = await JaegerUnderTest.StartAsync();

        (await jaeger.FailsAsync(path, status, method)).ShouldNotBeEmpty();
    }

    // One line, as it is sent.
    private static string FullTrace =>
        """
        {"data":[{"traceID":"a0000000000000000000000000000001","spans":[
        {"traceID":"a0000000000000000000000000000001","spanID":"b000000000000001","flags":1,"operationName":"añswer ☃",
        "references":[{"refType":"FOLLOWS_FROM","traceID":"a0000000000000000000000000000007","spanID":"b000000000000008"},
        {"refType":"CHILD_OF","traceID":"a0000000000000000000000000000007","spanID":"b000000000000009"}],
        "startTime":1762332558000000,"duration":40000,"tags":[
        {"key":"otel.scope.name","type":"string","value":"tests"},
        {"key":"otel.scope.version","type":"string","value":"1.0"},
        {"key":"text","type":"string","value":"Grüße\n\"quoted\" <b>"},
        {"key":"truth","type":"bool","value":false},
        {"key":"whole","type":"int64","value":-42},
        {"key":"large","type":"int64","value":"9223372036854775807"},
        {"key":"fraction","type":"float64","value":0.25},
        {"key":"endless","type":"float64","value":"Infinity"},
        {"key":"bytes","type":"binary","value":"AQL/"},
        {"key":"list","type":"string","value":"[\"a\",1]"},
        {"key":"map","type":"string","value":"{\"k\":\"v\"}"},
        {"key":"nothing","type":"string","value":""},
        {"key":"span.kind","type":"string","value":"server"},
        {"key":"otel.status_code","type":"string","value":"ERROR"},
        {"key":"error","type":"bool","value":true},
        {"key":"otel.status_description","type":"string","value":"it broke"},
        {"key":"w3c.tracestate","type":"string","value":"vendor=1"}],
        "logs":[
        {"timestamp":1762332558000001,"fields":[{"key":"event","type":"string","value":"exception"},{"key":"exception.type","type":"string","value":"E"}]},
        {"timestamp":1762332558000002,"fields":[{"key":"event","type":"string","value":"own"}]}],
        "processID":"p1","warnings":[]},
        {"traceID":"a0000000000000000000000000000001","spanID":"b000000000000002","flags":0,"operationName":"step",
        "references":[{"refType":"CHILD_OF","traceID":"a0000000000000000000000000000001","spanID":"b000000000000001"}],
        "startTime":1762332558001000,"duration":10000,"tags":[
        {"key":"otel.scope.name","type":"string","value":"tests"},
        {"key":"otel.scope.version","type":"string","value":"1.0"},
        {"key":"otel.status_code","type":"string","value":"OK"}],
        "logs":[],"processID":"p1","warnings":[]},
        {"traceID":"a0000000000000000000000000000001","spanID":"b000000000000003","flags":0,"operationName":"far",
        "references":[{"refType":"CHILD_OF","traceID":"a0000000000000000000000000000001","spanID":"b000000000000002"}],
        "startTime":1762332558002000,"duration":0,"tags":[],
        "logs":[],"processID":"p2","warnings":[]}],
        "processes":{"p1":{"serviceName":"tests","tags":[{"key":"host.cores","type":"int64","value":8}]},
        "p2":{"serviceName":"OTLPResourceNoServiceName","tags":[]}},
        "warnings":[]}],"total":0,"limit":0,"offset":0,"errors":null}
        """.ReplaceLineEndings(string.Empty);

    private static async Task StoreThreeAsync(JaegerUnderTest jaeger)
    {
        await jaeger.IngestAsync("web", Span(1, 1, name: "page", durationMs: 50));
        await jaeger.IngestAsync(
            "web", Span(2, 1, name: "api", offsetMs: 10, durationMs: 60, status: Status.Types.StatusCode.Error).With("tier", "gold").With("url", "http://x"));
        await jaeger.IngestAsync(null, Span(3, 1, name: "job", offsetMs: 20, durationMs: 5));
    }

    private static string TracesOf(JsonElement answer) =>
        string.Join(",", answer.GetProperty("data").EnumerateArray().Select(trace => Convert.ToInt32(trace.GetProperty("traceID").GetString()![^4..], 16)));
}
