using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Rpc;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Store.Quotas;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>How many spans somebody may store: what they are told on every wire, and that nothing is stored of what is refused.</summary>
public sealed class IntakeQuotaTests : IDisposable
{
    private readonly StandingClock _clock = new();
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Spans_OverTheRate_AreSentAway_InTheWordsOfEachWire_AndStoredOnceWhenTheyComeAgain()
    {
        await using var server = await StartAsync();
        var key = await MakeKeyAsync(server, new { spans_per_second = 2, spans_at_once = 3 });
        await SendAsync(server, key, Request(Span(1, 1), Span(1, 2), Span(1, 3)));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        const string Told = "is 2 spans a second, 3 at once (spans_per_second); there is no room for 2 more now. Try again in 1 s.";
        var more = Request(Span(1, 4), Span(1, 5));

        var grpc = await Should.ThrowAsync<GrpcException>(SendAsync(server, key, more.Clone()));
        using var proto = await PostAsync(server.Server.OtlpHttpAddress, "/v1/traces", key, Proto(more.ToByteArray()));
        using var json = await PostAsync(server.Server.HttpAddress, "/v1/traces", key, Json(OtlpJson(1, 4, 5)));
        using var zipkin = await PostAsync(server.Server.Server.ZipkinAddress!, "/api/v2/spans", key, Json("""[{"traceId":"a1","id":"1","name":"x"},{"traceId":"a1","id":"2","name":"y"}]"""));

        (grpc.Status, grpc.RetryAfter).ShouldBe((GrpcStatusCode.ResourceExhausted, TimeSpan.FromSeconds(0.5)));
        grpc.Message.ShouldBe($"The quota of key {IdOf(key)} {Told}");
        foreach (var answer in new[] { proto, json, zipkin })
        {
            ((int)answer.StatusCode).ShouldBe(429);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        Rpc.Status.Parser.ParseFrom(await proto.Content.ReadAsByteArrayAsync()).ShouldBe(new Rpc.Status { Code = 8, Message = grpc.Message });
        var status = JsonNode.Parse(await json.Content.ReadAsStringAsync())!;
        ((int)status["code"]!, (string)status["message"]!).ShouldBe((8, grpc.Message));
        (await zipkin.Content.ReadAsStringAsync()).ShouldContain(Told);
        (await MetricAsync(server, "otelbridge_quota_refused_spans_total")).ShouldBe(4);
        (await SpansAsync(server, 1)).ShouldBe(3);

        _clock.Advance(TimeSpan.FromSeconds(0.5));
        await SendAsync(server, key, more);
        (await SpansAsync(server, 1)).ShouldBe(5);
    }

    [Fact]
    public async Task Spans_WhenNothingIsLeft_AreSentAwayUnread_WithRetryInfoInTheBytesThatGrpcKnows()
    {
        await using var server = await StartAsync();
        var key = await MakeKeyAsync(server, new { spans_per_second = 4, spans_at_once = 1 });
        await SendAsync(server, key, Request(Span(1, 1)));

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Server.GrpcAddress, TraceServiceMethods.Export.Path))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 1, 0xFF]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } }, // no message
            Headers = { Authorization = GuardedServer.Bearer(key) },
        };
        using var answer = await _http.SendAsync(request);

        answer.Headers.GetValues("grpc-status").ShouldHaveSingleItem().ShouldBe("8");
        var details = answer.Headers.GetValues("grpc-status-details-bin").ShouldHaveSingleItem();
        details.ShouldNotEndWith("=");
        var status = Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')));
        status.Code.ShouldBe(8);
        status.Message.ShouldContain("Try again in 1 s.");
        var info = status.Details.ShouldHaveSingleItem();
        info.TypeUrl.ShouldBe("type.googleapis.com/google.rpc.RetryInfo");
        RetryInfo.Parser.ParseFrom(info.Value).RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task TraceFile_OverTheRate_IsSentAway_InTheWordsOfMlflow()
    {
        await using var server = await StartAsync();
        var key = await MakeKeyAsync(server, new { spans_per_second = 1, spans_at_once = 1 });
        await SendAsync(server, key, Request(Span(1, 1)));
        var file = $$"""{"spans":[{"trace_id":"{{TraceIdText(1)[3..]}}","span_id":"{{SpanIdText(2)}}","parent_span_id":null,"name":"x","start_time_unix_nano":1,"end_time_unix_nano":2,"attributes":{} }]}""";

        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(server.Server.HttpAddress, $"/api/2.0/mlflow-artifacts/artifacts/0/traces/{TraceIdText(1)}/artifacts/traces.json"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(file)),
            Headers = { Authorization = GuardedServer.Bearer(key) },
        };
        using var answer = await _http.SendAsync(request);

        ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta).ShouldBe((429, TimeSpan.FromSeconds(1)));
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("""{"error_code":"RESOURCE_EXHAUSTED","message":"The quota of key """);
    }

    [Fact]
    public async Task Request_ThatNeverFits_IsRefusedForGood()
    {
        await using var server = await StartAsync();
        var few = await MakeKeyAsync(server, new { spans_per_second = 100, spans_at_once = 2 });
        var small = await MakeKeyAsync(server, new { bytes_per_request = 200, bytes_per_day = "1KB" });
        var spans = Request(Span(1, 1), Span(1, 2), Span(1, 3));
        var large = Request(Span(1, 1).With("text", new string('x', 300)));

        var grpc = await Should.ThrowAsync<GrpcException>(SendAsync(server, few, spans.Clone()));
        using var http = await PostAsync(server.Server.OtlpHttpAddress, "/v1/traces", few, Proto(spans.ToByteArray()));
        var byBytes = await Should.ThrowAsync<GrpcException>(SendAsync(server, small, large.Clone()));
        using var announced = await PostAsync(server.Server.OtlpHttpAddress, "/v1/traces", small, Proto(large.ToByteArray()));

        (grpc.Status, grpc.RetryAfter).ShouldBe((GrpcStatusCode.ResourceExhausted, null));
        grpc.Message.ShouldEndWith("is 2 at once (spans_at_once): as it is it will never be stored. Send less at once.");
        ((int)http.StatusCode, http.Headers.RetryAfter).ShouldBe((413, null));
        byBytes.Message.ShouldContain("is 200 a request (bytes_per_request)");
        ((int)announced.StatusCode, announced.Headers.RetryAfter).ShouldBe((413, null));
        (await MetricAsync(server, "otelbridge_quota_refused_size_total")).ShouldBe(4);
        await SendAsync(server, few, Request(Span(1, 1), Span(1, 2))); // nothing was taken
        using var wordy = await PostAsync(server.Server.OtlpHttpAddress, "/v1/traces", small, Json(OtlpJson(2, 1) + new string(' ', 300)));
        ((int)wordy.StatusCode).ShouldBe(200); // the same bytes on every wire: those of protobuf
    }

    [Fact]
    public async Task Bytes_OfADay_AreFreeAgainAtMidnight_AndSurviveARestart()
    {
        using var folder = new TemporaryFolder();
        var store = $"sqlite:{folder.File("q.db")}";
        var one = Request(Span(1, 1));
        var size = one.CalculateSize();
        string key;
        await using (var server = await StartAsync(store))
        {
            key = await MakeKeyAsync(server, new { bytes_per_day = (2 * size) - 1 });
            await SendAsync(server, key, one.Clone());
            await RefusedAsync(server.Server);
            (await ListAsync(server.Server)).ShouldContain($$"""
                "quota":{"bytes_per_day":{{(2 * size) - 1}}},"today":{"spans":1,"bytes":{{size}}}
                """);
        }

        await using (var server = await ServerUnderTest.StartAsync(options => (options.Time, options.Access.IsRequired) = (_clock, true), store))
        {
            await RefusedAsync(server);
            _clock.Advance(TimeSpan.FromHours(12));
            (await ListAsync(server)).ShouldContain("""
                "today":{"spans":0,"bytes":0}
                """);
            await SendAsync(server, GuardedServer.Bearer(key), one.Clone());
        }

        async Task RefusedAsync(ServerUnderTest server)
        {
            var refusal = await Should.ThrowAsync<GrpcException>(SendAsync(server, GuardedServer.Bearer(key), one.Clone()));
            refusal.RetryAfter.ShouldBe(TimeSpan.FromHours(12));
            refusal.Message.ShouldContain($"{size} of them are used, and this would be too many. Try again in 43200 s. That is midnight of UTC.");
        }

        async Task<string> ListAsync(ServerUnderTest server)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.HttpAddress, "/api/3.0/otelbridge/keys")) { Headers = { Authorization = GuardedServer.Admin } };
            using var answer = await _http.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Quota_OfTheServer_HoldsForPeopleByTheirName_AndForKeysThatSayNothingElse()
    {
        await using var server = await StartAsync(quota: "spans_per_second=1,spans_at_once=1");
        var plain = await MakeKeyAsync(server, null);
        var free = await MakeKeyAsync(server, new { spans_per_second = "off" });

        await SendAsync(server, plain, Request(Span(1, 1)));
        await SendAsync(server, GuardedServer.Admin, Request(Span(2, 1))); // somebody else's quota is theirs
        await SendAsync(server, free, Request(Span(3, 1), Span(3, 2), Span(3, 3)));

        (await Should.ThrowAsync<GrpcException>(SendAsync(server, plain, Request(Span(1, 2))))).Message.ShouldStartWith($"The quota of key {IdOf(plain)} is 1 spans a second");
        (await Should.ThrowAsync<GrpcException>(SendAsync(server, GuardedServer.Admin, Request(Span(2, 2))))).Message.ShouldStartWith("The quota of admin is 1 spans a second");
    }

    [Fact]
    public async Task Nobody_WhereNobodyIsAsked_CountsByTheirAddress()
    {
        await using var server = await ServerUnderTest.StartAsync(options => (options.Time, options.Quota) = (_clock, Quota.Parse("spans_per_second=1,spans_at_once=1")));
        await server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 1)));

        var refusal = await Should.ThrowAsync<GrpcException>(server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 2))));

        refusal.Message.ShouldStartWith("The quota of address 127.0.0.1 is 1 spans a second");
    }

    [Fact]
    public async Task Key_WithAQuotaThatIsNone_IsNotMade()
    {
        await using var server = await StartAsync();

        await RefusedAsync("""{"spans": 1}""", "quota: 'spans' is not a quota; these are: spans_per_second, ");
        await RefusedAsync("""{"spans_per_second": 0}""", "quota: spans_per_second is a whole number from 1 to 100000000 or 'off' for no limit, not '0'.");
        await RefusedAsync("""{"searches": 1.5}""", "not '1.5'.");
        await RefusedAsync("""{"bytes_per_day": "much"}""", "or a size such as 10GB, or 'off' for no limit, not 'much'.");
        await RefusedAsync("""{"searches": [1]}""", "not '[1]'.");
        await RefusedAsync("7", "quota: it is an object such as");
        (await server.GetAsync("/api/3.0/otelbridge/keys", GuardedServer.Admin)).Text.ShouldBe("""{"keys":[]}""");

        async Task RefusedAsync(string quota, string told)
        {
            var body = Json($$"""{"name":"x","scopes":["ingest"],"quota":{{quota}}}""");
            var (status, text) = await server.SendAsync(HttpMethod.Post, new Uri(server.Server.HttpAddress, "/api/3.0/otelbridge/keys"), GuardedServer.Admin, body);
            status.ShouldBe(400);
            ((string)JsonNode.Parse(text)!["message"]!).ShouldContain(told);
        }
    }

    private static string IdOf(string key) => key.Split('_')[1];

    private static string OtlpJson(int trace, params int[] spans) =>
        $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{string.Join(',', spans.Select(span => $$"""{"traceId":"{{TraceIdText(trace)[3..]}}","spanId":"{{SpanIdText(span)}}","name":"x"}"""))}}]}]}]}""";

    private static ByteArrayContent Proto(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<string> MakeKeyAsync(GuardedServer server, object? quota) => server.MakeKeyAsync(["ingest", "write"], quota: quota);

    private static Task SendAsync(GuardedServer server, string key, ExportTraceServiceRequest request) => SendAsync(server, GuardedServer.Bearer(key), request);

    private static Task SendAsync(GuardedServer server, AuthenticationHeaderValue who, ExportTraceServiceRequest request) =>
        SendAsync(server.Server, who, request);

    private static Task SendAsync(ServerUnderTest server, AuthenticationHeaderValue who, ExportTraceServiceRequest request) =>
        server.Grpc.CallAsync(TraceServiceMethods.Export, request, [new("authorization", who.ToString())]);

    private static async Task<long> SpansAsync(GuardedServer server, int trace)
    {
        var (_, text) = await server.GetAsync($"/api/3.0/mlflow/traces/get?trace_id={TraceIdText(trace)}", GuardedServer.Admin);
        return JsonNode.Parse(text)!["trace"]!["spans"]!.AsArray().Count;
    }

    private static async Task<long> MetricAsync(GuardedServer server, string name)
    {
        var (_, text) = await server.GetAsync("/metrics", GuardedServer.Admin);
        return long.Parse(text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1]);
    }

    private async Task<HttpResponseMessage> PostAsync(Uri server, string path, string key, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path)) { Content = body, Headers = { Authorization = GuardedServer.Bearer(key) } };
        return await _http.SendAsync(request);
    }

    private Task<GuardedServer> StartAsync(string? store = null, string quota = "") => GuardedServer.StartAsync(options =>
    {
        (options.Time, options.Quota) = (_clock, Quota.Parse(quota));
        options.Store = store ?? options.Store;
    });
}
