using System.Net;
using System.Text.RegularExpressions;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Traces;

public sealed partial class TraceListTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script>";

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task List_Traces_StandNewestFirstWithWhatIsKnown()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "older"), OtlpSamples.Span(2, 1, name: "newer", offsetMs: 1000, durationMs: 1500));

        var html = await GetAsync("/traces");

        html.IndexOf(">newer<", StringComparison.Ordinal).ShouldBeInRange(0, html.IndexOf(">older<", StringComparison.Ordinal));
        html.ShouldContain("1.5 s");
        html.ShouldContain($"href=\"traces/{OtlpSamples.TraceIdText(1)}\"");
        html.ShouldContain("aria-label=\"Select newer\"");
    }

    [Fact]
    public async Task List_FilterThatCannotBeRead_StaysAsItWasTyped()
    {
        await SendAsync(OtlpSamples.Span(1, 1));

        using var response = await _server.Http.GetAsync("/traces?filter=" + Uri.EscapeDataString("status = 'OK' AND naem = 'x'"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        html.ShouldContain("value=\"status = 'OK' AND naem = 'x'\"");
        html.ShouldContain("data-place=\"18\"");
        html.ShouldContain("at column 19");
    }

    [Fact]
    public async Task List_OrderThatCannotBeRead_IsAFaultOfTheAddress()
    {
        using var response = await _server.Http.GetAsync("/traces?order=nonsense");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task List_OrderByDuration_IsSaidInItsHead()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "quick", durationMs: 1), OtlpSamples.Span(2, 1, name: "slow", durationMs: 5000, offsetMs: -9000));

        var html = await GetAsync("/traces?order=execution_time_ms%20DESC");

        html.IndexOf(">slow<", StringComparison.Ordinal).ShouldBeInRange(0, html.IndexOf(">quick<", StringComparison.Ordinal));
        AriaSort().Matches(html).ShouldHaveSingleItem().Value.ShouldContain("descending");
    }

    [Fact]
    public async Task List_NothingStored_SaysHowTracesGetHere() => (await GetAsync("/traces")).ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");

    [Fact]
    public async Task List_NothingFound_SaysWhatToTakeAway()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "answer"));

        var html = WebUtility.HtmlDecode(await GetAsync("/traces?last=1h&filter=" + Uri.EscapeDataString("name = 'answer' AND status = 'ERROR'")));

        html.ShouldContain("No trace matches");
        html.ShouldContain("without <code><bdi>name = 'answer'</bdi></code>");
        html.ShouldContain("whenever they started");
    }

    [Fact]
    public async Task List_NamesAndTagsOfStrangers_AreTextAndBounded()
    {
        var name = Hostile + new string('n', 100_000);
        await SendAsync(
            OtlpSamples.Span(1, 1, name: name).With(MlflowKeys.TraceTagPrefix + Hostile, Hostile).With(MlflowKeys.TraceSession, Hostile + "' OR name = '"),
            OtlpSamples.Span(2, 1, name: "\u202Eevil\u0301\u0301\u0301"));

        var html = await GetAsync("/traces");

        html.ShouldNotContain(Hostile);
        html.Length.ShouldBeLessThan(100_000);
        html.ShouldContain("<bdi>&#x202E;evil");
        WebUtility.HtmlDecode(html).ShouldContain("session = '" + Hostile + "'' OR name = '''");
    }

    [Fact]
    public async Task List_TraceWithoutRootOrName_IsStillALink()
    {
        await SendAsync(OtlpSamples.Span(1, 2, parent: 1, name: "child"));

        (await GetAsync("/traces")).ShouldContain("(no name yet)");
    }

    [Fact]
    public async Task List_SpansFromTheFuture_CarryAMark()
    {
        var ahead = OtlpSamples.Span(1, 1, name: "ahead");
        ahead.StartTimeUnixNano = (ulong)DateTimeOffset.UtcNow.AddHours(2).AddMinutes(5).ToUnixTimeMilliseconds() * 1_000_000;
        ahead.EndTimeUnixNano = ahead.StartTimeUnixNano + 1;
        await SendAsync(ahead);

        var html = await GetAsync("/traces");

        html.ShouldContain("in 2 h");
        html.ShouldContain("aria-label=\"clock ahead\"");
    }

    [Fact]
    public async Task Rows_PageAfterPage_GiveEveryTraceOnce()
    {
        await SendAsync(Enumerable.Range(1, 120).Select(static i => OtlpSamples.Span(i, 1, name: $"trace {i}", offsetMs: i)));

        var found = new List<string>();
        var address = "/traces/rows?experiment=0";
        for (var pages = 0; address.Length > 0 && pages < 5; pages++)
        {
            var html = await GetAsync(address);
            found.AddRange(RowId().Matches(html).Select(static match => match.Groups[1].Value));
            address = NextRows().Match(html) is { Success: true } next ? "/" + WebUtility.HtmlDecode(next.Groups[1].Value) : "";
        }

        found.ShouldBe(Enumerable.Range(1, 120).Reverse().Select(OtlpSamples.TraceIdText));
    }

    [Fact]
    public async Task Columns_Chosen_AreInTheAddressAndRemembered()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "answer"));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _server.HttpAddress };

        using var chosen = await client.GetAsync("/traces/columns?experiment=0&column=id&column=cost");

        chosen.Headers.Location!.ToString().ShouldBe("/traces?experiment=0&columns=name%2Ccost%2Cid");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/traces") { Headers = { { "Cookie", chosen.Headers.GetValues("Set-Cookie").Single().Split(';')[0] } } };
        using var response = await client.SendAsync(again);
        var html = await response.Content.ReadAsStringAsync();
        Heads().Matches(html).Select(static match => match.Groups[1].Value).ShouldBe(["name", "cost", "id"]);
    }

    [Fact]
    public async Task Narrow_ByACondition_KeepsTheRestOfTheAddress()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.HttpAddress };
        var filter = Uri.EscapeDataString("status = 'OK' OR status = 'ERROR'");

        using var response = await client.GetAsync($"/traces/narrow?filter={filter}&last=1h&with={Uri.EscapeDataString("NOT name = 'x'")}");

        Uri.UnescapeDataString(response.Headers.Location!.ToString()).ShouldBe("/traces?filter=(status = 'OK' OR status = 'ERROR') AND NOT name = 'x'&last=1h");
    }

    [Fact]
    public async Task Count_AndChart_AreOfTheSameTraces()
    {
        await SendAsync(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1, status: Status.Types.StatusCode.Error), OtlpSamples.Span(3, 1));
        var filter = "?filter=" + Uri.EscapeDataString("status = 'OK'");

        (await GetAsync("/traces/count" + filter)).ShouldContain("2 traces");
        (await GetAsync("/traces/chart" + filter)).ShouldContain("2 traces, 0 failed");
    }

    [Fact]
    public async Task Complete_ValuesOfTheStore_AreSuggestedAndFaultsAreSaid()
    {
        await SendAsync(OtlpSamples.Span(1, 1).With(MlflowKeys.TraceTagPrefix + "team", "it's us"));

        var json = await GetAsync("/complete?text=" + Uri.EscapeDataString("tags.team = '"));

        json.ShouldContain("\"insert\":\"'it''s us' \"");
        json.ShouldContain("\"place\":12");
    }

    private Task SendAsync(params IEnumerable<Span> spans) => StoredSpans.SendAsync(_server, spans);

    private Task<string> GetAsync(string address) => _server.Http.GetStringAsync(address);

    [GeneratedRegex("aria-sort=\"[a-z]+\"")]
    private static partial Regex AriaSort();

    [GeneratedRegex("<tr id=\"(tr-[0-9a-f]+)\"")]
    private static partial Regex RowId();

    [GeneratedRegex("data-rows=\"([^\"]+)\"")]
    private static partial Regex NextRows();

    [GeneratedRegex("<th scope=\"col\" class=\"traces-([a-z]+)")]
    private static partial Regex Heads();
}
