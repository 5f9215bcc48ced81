using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinReadTests
{
    private const long StartMs = (long)(OtlpSamples.Start / 1_000_000);

    // Searches look back a day; the samples are of one day in the past.
    private static readonly string Window = $"endTs={StartMs + 60_000}&lookback=120000";

    [Fact]
    public async Task Services_AreInLowerCase_AndWithoutThoseThatHaveNoName()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync("Shop", OtlpSamples.Span(1, 1));
        await server.ExportAsync("bank", OtlpSamples.Span(2, 1));
        await server.ExportAsync("", OtlpSamples.Span(3, 1));

        (await server.GetTextsAsync("/api/v2/services")).ShouldBe(["bank", "shop"]);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("Shop")]
    public async Task Spans_AreThoseOfTheService(string service)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync("Shop", OtlpSamples.Span(1, 1, name: "POST /buy"), OtlpSamples.Span(1, 2, parent: 1, name: "choose"), OtlpSamples.Span(1, 3, parent: 1, name: "choose"));
        await server.ExportAsync("bank", OtlpSamples.Span(2, 1, name: "pay"));

        (await server.GetTextsAsync($"/api/v2/spans?serviceName={service}")).ShouldBe(["choose", "post /buy"]);
        (await server.GetTextsAsync("/api/v2/spans?serviceName=nobody")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoteServices_AreWhomTheServiceCalls()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(
            "shop",
            Client(OtlpSamples.Span(1, 1).With("peer.service", "Model")),
            Client(OtlpSamples.Span(1, 2, parent: 1).With("server.address", "db.example.org")),
            OtlpSamples.Span(1, 3, parent: 1).With("peer.service", "not-a-call"));
        await server.ExportAsync("bank", Client(OtlpSamples.Span(2, 1).With("peer.service", "vault")));

        (await server.GetTextsAsync("/api/v2/remoteServices?serviceName=shop")).ShouldBe(["db.example.org", "model"]);
        (await server.GetTextsAsync("/api/v2/remoteServices?serviceName=nobody")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v2/spans")]
    [InlineData("/api/v2/remoteServices")]
    [InlineData("/api/v2/autocompleteValues")]
    [InlineData("/api/v2/traceMany")]
    [InlineData("/api/v2/dependencies")]
    public async Task Parameter_ThatIsRequired_AndMissing_Is400(string path)
    {
        await using var server = await ZipkinServer.StartAsync();

        var (status, text) = await server.FailAsync(path);

        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("is required");
    }

    [Theory]
    [InlineData("", "1 2 3")]
    [InlineData("serviceName=shop", "1 2")]
    [InlineData("serviceName=SHOP", "1 2")]
    [InlineData("serviceName=all&spanName=all", "1 2 3")]
    [InlineData("serviceName=nobody", "")]
    [InlineData("serviceName=shop&spanName=pay", "2")]
    [InlineData("spanName=PAY", "2 3")]
    [InlineData("serviceName=bank&remoteServiceName=vault", "3")]
    [InlineData("serviceName=shop&remoteServiceName=vault", "")]
    [InlineData("remoteServiceName=Vault", "3")]
    [InlineData("remoteServiceName=vault", "3")]
    [InlineData("annotationQuery=city%3DParis", "1")]
    [InlineData("annotationQuery=city", "1 2")]
    [InlineData("annotationQuery=city%3DRome+and+late", "2")]
    [InlineData("annotationQuery=city%3DParis+and+late", "")]
    [InlineData("annotationQuery=count%3D5", "2")]
    [InlineData("annotationQuery=error", "3")]
    [InlineData("annotationQuery=error%3Dno+money", "3")]
    [InlineData("minDuration=20000", "2 3")]
    [InlineData("minDuration=20000&maxDuration=20000", "2")]
    [InlineData("maxDuration=10000", "1")]
    [InlineData("serviceName=shop&minDuration=25000", "")]
    [InlineData("limit=2", "2 3")]
    [InlineData("limit=100000", "1 2 3")]
    public async Task Search_FindsTheTracesThatHaveSuchASpan_NewestFirst(string query, string expected)
    {
        await using var server = await ZipkinServer.StartAsync();
        var late = OtlpSamples.Span(2, 1, name: "pay", offsetMs: 10, durationMs: 20).With("city", "Rome").With("count", new AnyValue { IntValue = 5 });
        late.Events.Add(new Span.Types.Event { Name = "late", TimeUnixNano = OtlpSamples.Start });
        await server.ExportAsync("Shop", OtlpSamples.Span(1, 1, name: "buy").With("city", "Paris"), late);
        var failed = Client(OtlpSamples.Span(3, 1, name: "pay", offsetMs: 20, durationMs: 30, status: Status.Types.StatusCode.Error).With("peer.service", "Vault"));
        failed.Status.Message = "no money";
        await server.ExportAsync("bank", failed);

        var found = await server.GetAsync($"/api/v2/traces?{Window}&{query}");

        string.Join(' ', found.AsArray().Select(static trace => NumberOf(trace![0]!)).Reverse()).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0, 1, 1)] // the end is part of the window
    [InlineData(-1, 1000, 0)]
    [InlineData(1000, 999, 0)]
    [InlineData(1000, 1000, 1)]
    public async Task Search_LooksBackFromTheEndOfItsWindow(int endMs, int lookbackMs, int found)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(OtlpSamples.Span(1, 1));

        (await server.GetAsync($"/api/v2/traces?endTs={StartMs + endMs}&lookback={lookbackMs}")).AsArray().Count.ShouldBe(found);
    }

    [Fact]
    public async Task Search_WithoutAWindow_LooksBackADay()
    {
        await using var server = await ZipkinServer.StartAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        await server.ExportAsync(OtlpSamples.Span(1, 1));
        await server.ReportAsync($$"""[{"traceId":"f","id":"2","timestamp":{{now}},"duration":1}]""");

        var found = await server.GetAsync("/api/v2/traces");

        ((string?)found.AsArray().ShouldHaveSingleItem()![0]!["traceId"]).ShouldBe("000000000000000f");
    }

    [Fact]
    public async Task Search_GivesTen_UnlessMoreAreAsked_EachWithAllItsSpans()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(Enumerable.Range(1, 12).SelectMany(static i => new[] { OtlpSamples.Span(i, 1), OtlpSamples.Span(i, 2, parent: 1) }));

        var ten = await server.GetAsync($"/api/v2/traces?{Window}");
        var all = await server.GetAsync($"/api/v2/traces?{Window}&limit=50");

        ten.AsArray().Count.ShouldBe(10);
        all.AsArray().Count.ShouldBe(12);
        all.AsArray().ShouldAllBe(static trace => trace!.AsArray().Count == 2);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=many")]
    [InlineData("endTs=-1")]
    [InlineData("lookback=0")]
    [InlineData("minDuration=1.5")]
    [InlineData("maxDuration=99999999999999999999")]
    [InlineData("minDuration=10&maxDuration=9")]
    public async Task Search_ForWhatCannotBe_Is400(string query)
    {
        await using var server = await ZipkinServer.StartAsync();

        (await server.FailAsync($"/api/v2/traces?{query}")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_ForTooManyTags_Is400()
    {
        await using var server = await ZipkinServer.StartAsync();

        (await server.GetAsync($"/api/v2/traces?annotationQuery={string.Join("+and+", Enumerable.Range(1, 64))}")).AsArray().ShouldBeEmpty();
        (await server.FailAsync($"/api/v2/traces?annotationQuery={string.Join("+and+", Enumerable.Range(1, 65))}")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("endTs=9223372036854775807&lookback=9223372036854775807&minDuration=9223372036854775807&maxDuration=9223372036854775807&limit=9223372036854775807")]
    [InlineData("annotationQuery=+and++and+%3D+and+x%3D")]
    [InlineData("serviceName=&spanName=&annotationQuery=&minDuration=&endTs=&lookback=&limit=")]
    public async Task Search_WithOddParameters_Answers(string query)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(OtlpSamples.Span(1, 1));

        (await server.GetAsync($"/api/v2/traces?{query}")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Trace_ThatIsNotThere_Is404_AndAnIdThatIsNone_Is400()
    {
        await using var server = await ZipkinServer.StartAsync();

        (await server.FailAsync("/api/v2/trace/463ac35c9f6413ad48485a3953bb6124")).ShouldBe((HttpStatusCode.NotFound, "463ac35c9f6413ad48485a3953bb6124 not found"));
        (await server.FailAsync("/api/v2/trace/463ac35c9f6413ad")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.FailAsync("/api/v2/trace/xyz")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await server.FailAsync($"/api/v2/trace/{new string('a', 33)}")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task TraceMany_GivesThoseThatAreThere_OnceEach()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1), OtlpSamples.Span(2, 2, parent: 1), OtlpSamples.Span(3, 1));
        var ids = new[] { 2, 9, 1, 2 }.Select(static number => Hex.Write(OtlpSamples.TraceId(number).Span));

        var found = await server.GetAsync($"/api/v2/traceMany?traceIds={string.Join(',', ids)},1");

        found.AsArray().Select(static trace => (NumberOf(trace![0]!), trace.AsArray().Count)).ShouldBe([("2", 2), ("1", 1)]);
        (await server.FailAsync("/api/v2/traceMany?traceIds=1,x")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Trace_ThatIsStoredUnderAnIdOfItsOwn_IsFoundByThatOfItsSpans()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(OtlpSamples.Span(1, 1).With("mlflow.traceRequestId", "\"own id\""));

        var id = (string?)(await server.GetAsync($"/api/v2/traces?{Window}"))[0]![0]!["traceId"];

        id.ShouldBe(Hex.Write(OtlpSamples.TraceId(1).Span));
        (await server.GetAsync($"/api/v2/trace/{id}")).AsArray().Count.ShouldBe(1);
        (await server.GetAsync($"/api/v2/traceMany?traceIds={id}")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Search_OverADamagedTrace_ShowsTheOthers()
    {
        await using var server = await ZipkinServer.StartAsync();
        foreach (var trace in new[] { 1, 2, 3 })
        {
            await server.ExportAsync(Client(OtlpSamples.Span(trace, 1, offsetMs: trace).With("peer.service", $"p{trace}")));
        }

        await using (var connection = new SqliteConnection($"Data Source={server.StoreAddress["sqlite:".Length..]};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE blocks SET payload = zeroblob(length(payload)) WHERE block_id = 2";
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        (await server.GetAsync($"/api/v2/traces?{Window}")).AsArray().Select(static trace => NumberOf(trace![0]!)).ShouldBe(["3", "1"]);
        (await server.GetTextsAsync("/api/v2/remoteServices?serviceName=tests")).ShouldBe(["p1", "p3"]);
        server.ExpectErrors();
        (await server.FailAsync($"/api/v2/trace/{Hex.Write(OtlpSamples.TraceId(2).Span)}")).Status.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Trace_OfManyLargeSpans_ComesWhole()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(Enumerable.Range(1, 30).Select(static i => OtlpSamples.Span(1, i, parent: i == 1 ? null : 1).With("text", new string('x', 200_000))));

        var spans = await server.GetAsync($"/api/v2/trace/{Hex.Write(OtlpSamples.TraceId(1).Span)}");

        spans.AsArray().Count.ShouldBe(30);
        spans.AsArray().ShouldAllBe(static span => ((string)span!["tags"]!["text"]!).Length == 200_000);
    }

    [Fact]
    public async Task Autocompletion_KnowsTagsOfFewValues()
    {
        await using var server = await ZipkinServer.StartAsync();

        var keys = await server.GetTextsAsync("/api/v2/autocompleteKeys");

        keys.ShouldContain("mlflow.spanType");
        foreach (var key in keys)
        {
            (await server.GetTextsAsync($"/api/v2/autocompleteValues?key={key}")).ShouldNotBeEmpty();
        }

        (await server.GetTextsAsync("/api/v2/autocompleteValues?key=other")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mlflow.spanType", "TOOL")]
    [InlineData("otel.status_code", "OK")]
    [InlineData("span.kind", "client")]
    public async Task AutocompletedValues_AreFound(string key, string value)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(Client(OtlpSamples.Span(1, 1).With("mlflow.spanType", "\"TOOL\"")));

        (await server.GetTextsAsync($"/api/v2/autocompleteValues?key={key}")).ShouldContain(value);
        (await server.GetAsync($"/api/v2/traces?{Window}&annotationQuery={key}%3D{value}")).AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("services")]
    [InlineData("spans?serviceName=tests")]
    [InlineData("remoteServices?serviceName=tests")]
    [InlineData("traces")]
    [InlineData("trace/a0000000000000000000000000000001")]
    [InlineData("traceMany?traceIds=a0000000000000000000000000000001")]
    [InlineData("dependencies?endTs=1762332559000")]
    [InlineData("autocompleteKeys")]
    [InlineData("autocompleteValues?key=span.kind")]
    public async Task Reads_AreAlsoWhereTheUserInterfaceAsks(string path)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync(OtlpSamples.Span(1, 1));

        JsonNode.DeepEquals(await server.GetAsync($"/zipkin/api/v2/{path}"), await server.GetAsync($"/api/v2/{path}")).ShouldBeTrue();
    }

    [Fact]
    public async Task Question_ThatTakesTooLong_IsGivenUp()
    {
        await using var server = await ZipkinServer.StartAsync(static options => options.Limits.MaxQueryTime = TimeSpan.Zero);

        var (status, text) = await server.FailAsync("/api/v2/traces?annotationQuery=x");

        status.ShouldBe(HttpStatusCode.GatewayTimeout);
        text.ShouldContain("Ask for a shorter time range");
    }

    [Fact]
    public async Task Head_IsAnsweredAsGet_WithoutABody()
    {
        await using var server = await ZipkinServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/api/v2/services", UriKind.Relative));

        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    private static Span Client(Span span)
    {
        span.Kind = Span.Types.SpanKind.Client;
        return span;
    }

    private static string NumberOf(JsonNode span) => ((string)span["traceId"]!)[^1].ToString();
}
