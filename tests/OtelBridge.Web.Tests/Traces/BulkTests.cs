using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Traces;

public sealed partial class BulkTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private HttpClient _page = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _page = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.HttpAddress };
        _page.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public async Task DisposeAsync()
    {
        _page.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Delete_Selected_IsAskedWithTheExactCountAndGoesBackToTheList()
    {
        await SendAsync(3);

        var (asked, fields) = await AskAsync("/traces/delete/ask?experiment=0&last=7d", ("id", Id(1)), ("id", Id(2)));
        using var deleted = await PostAsync("/traces/delete?experiment=0&last=7d", fields);

        asked.ShouldContain("Delete 2 traces?");
        deleted.Headers.Location!.ToString().ShouldBe("/traces?experiment=0&last=7d");
        (await CountAsync()).ShouldBe("1 trace");
    }

    [Fact]
    public async Task Delete_AllThatMatch_LeavesTheOthersAndWantsTheNumberTyped()
    {
        await SendAsync(150);
        await StoredSpans.SendAsync(_server, OtlpSamples.Span(500, 1, name: "other"));
        var list = "?filter=" + Uri.EscapeDataString("name = 'step'");

        var (asked, fields) = await AskAsync("/traces/delete/ask" + list, ("all", "1"));
        using var untyped = await PostAsync("/traces/delete" + list, fields);
        using var typed = await PostAsync("/traces/delete" + list, [.. fields, ("confirm", "150")]);

        asked.ShouldContain("Type <strong>150</strong>");
        untyped.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        typed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await CountAsync()).ShouldBe("1 trace");
    }

    [Fact]
    public async Task Delete_WhenMoreMatchThanWereShown_DeletesNothing()
    {
        await SendAsync(2);
        var (_, fields) = await AskAsync("/traces/delete/ask", ("all", "1"));
        await StoredSpans.SendAsync(_server, OtlpSamples.Span(3, 1, offsetMs: -60_000));

        using var refused = await PostAsync("/traces/delete", fields);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CountAsync()).ShouldBe("3 traces");
    }

    [Fact]
    public async Task Delete_FromAnotherSite_IsRefused()
    {
        await SendAsync(1);
        _page.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        _page.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var refused = await PostAsync("/traces/delete", [("ids", Id(1)), ("count", "1")]);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await CountAsync()).ShouldBe("1 trace");
    }

    [Fact]
    public async Task Delete_NothingSelected_IsSaid()
    {
        using var refused = await PostAsync("/traces/delete/ask", []);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Tag_Selected_IsFoundByFilter()
    {
        await SendAsync(3);

        var (_, fields) = await AskAsync("/traces/tag/ask", ("ids", $"{Id(1)},{Id(3)}"));
        using var tagged = await PostAsync("/traces/tag", [.. fields, ("key", "my set"), ("value", "it's good")]);

        tagged.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await CountAsync("tags.`my set` = 'it''s good'")).ShouldBe("2 traces");
    }

    [Fact]
    public async Task Tag_WithoutKey_ChangesNothing()
    {
        await SendAsync(1);

        using var refused = await PostAsync("/traces/tag", [("ids", Id(1)), ("key", " "), ("value", "x")]);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Export_Selected_IsAFileOfOneObjectALine()
    {
        await SendAsync(3);

        using var response = await PostAsync("/traces/export", [("id", Id(1)), ("id", Id(3))]);

        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("info").GetProperty("trace_id").GetString()).ShouldBe([Id(3), Id(1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Export_OfMoreIdsThanAFilterHolds_GivesThemAll()
    {
        await SendAsync(700);

        using var response = await PostAsync("/traces/export", [("ids", string.Join(',', Enumerable.Range(1, 700).Select(Id)))]);

        (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(700);
    }

    [Fact]
    public async Task Compare_Two_LeadsToTheComparison()
    {
        using var response = await PostAsync("/traces/compare", [("id", Id(1)), ("id", Id(2))]);
        using var refused = await PostAsync("/traces/compare", [("id", Id(1))]);

        response.Headers.Location!.ToString().ShouldBe($"/compare?left={Id(1)}&right={Id(2)}");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Id(int trace) => OtlpSamples.TraceIdText(trace);

    private Task SendAsync(int traces) => StoredSpans.SendAsync(_server, Enumerable.Range(1, traces).Select(static i => OtlpSamples.Span(i, 1, offsetMs: i)));

    private async Task<(string Html, (string, string)[] Fields)> AskAsync(string address, params (string, string)[] fields)
    {
        using var response = await PostAsync(address, fields);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await response.Content.ReadAsStringAsync();
        return (html, [.. Hidden().Matches(html[html.IndexOf("traces-ask", StringComparison.Ordinal)..]).Select(static m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))]);
    }

    private async Task<HttpResponseMessage> PostAsync(string address, (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await _page.PostAsync(address, form);
    }

    private async Task<string> CountAsync(string filter = "") =>
        Counted().Match(await _server.Http.GetStringAsync("/traces/count?filter=" + Uri.EscapeDataString(filter))).Groups[1].Value;

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex(">([^<]+)</span>")]
    private static partial Regex Counted();
}
