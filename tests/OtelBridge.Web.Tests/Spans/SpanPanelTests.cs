using System.Net;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Web.Tests.Spans;

public sealed class SpanPanelTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)> [x](javascript:alert(1)) ![y](http://evil.example/y.png) \u202e";

    private static readonly string[] Tabs = ["content", "attributes", "events", "links", "resource", "usage", "raw"];
    private static readonly string[] Views = ["chat", "text", "json", "raw"];

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Panel_OfAModelCall_ShowsTheChatWithToolsBesideTheirAnswers()
    {
        await StoredSpans.SendAsync(_server, Span(1, 1, name: "chat")
            .With("mlflow.spanType", "CHAT_MODEL")
            .With("mlflow.spanInputs", """
                {"messages":[{"role":"user","content":"weather?"},{"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"lookup","arguments":"{\"city\":\"Bern\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"rain"}]}
                """)
            .With("mlflow.spanOutputs", """{"choices":[{"message":{"role":"assistant","content":"It **rains**."}}]}"""));

        var html = await PanelAsync();

        html.ShouldContain("<strong>rains</strong>");
        var call = html[html.IndexOf("Call of lookup", StringComparison.Ordinal)..];
        call.IndexOf("Bern", StringComparison.Ordinal).ShouldBeInRange(0, call.IndexOf("rain<", StringComparison.Ordinal));
        html.ShouldNotContain("data-role=\"tool\"");
    }

    [Fact]
    public async Task Panel_InputsThatAreNoChatBesideAnAnswerThatIs_ShowsBoth()
    {
        await StoredSpans.SendAsync(_server, Span(1, 1).With("mlflow.spanType", "AGENT").With("mlflow.spanInputs", """{"city":"Bern"}""").With("mlflow.spanOutputs", "\"Sunny\""));

        var html = await PanelAsync();

        html.ShouldContain("Bern");
        html.ShouldContain("Sunny");
    }

    [Theory]
    [InlineData("?view=raw")]
    [InlineData("?tab=attributes")]
    public async Task Panel_LongTextAsItIsStored_GoesOnWhereItWasCut(string part)
    {
        var json = $"\"{string.Concat(Enumerable.Repeat("é😀ß\\n", 6_000))}the end\"";
        await StoredSpans.SendAsync(_server, Span(1, 1).With("mlflow.spanOutputs", json));

        var html = await PanelAsync(part);
        var more = WebUtility.HtmlDecode(html[html.IndexOf("traces/", html.IndexOf("ob-more", StringComparison.Ordinal), StringComparison.Ordinal)..].Split('"')[0]);
        var page = WebUtility.HtmlDecode(await _server.Http.GetStringAsync("/" + more));

        var first = int.Parse(more.Split("from=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
        page.Split("<pre class=\"content-pre\" dir=\"auto\">")[1].Split("</pre>")[0].ShouldBe(json[first..]);
    }

    [Fact]
    public async Task Panel_HostileTextEverywhere_NeverBecomesMarkup()
    {
        var chat = System.Text.Json.JsonSerializer.Serialize(new
        {
            messages = (object[])
            [
                new { role = Hostile, name = Hostile, content = Hostile },
                new { role = "assistant", content = Hostile, tool_calls = (object[])[new { id = Hostile, function = new { name = Hostile, arguments = Hostile } }] },
                new { role = "user", content = (object[])[new { type = "image_url", image_url = new { url = "javascript:alert(1)" } }, new { type = "image_url", image_url = new { url = "http://evil.example/y.png" } }] },
            ],
        });
        var span = Span(1, 1, name: Hostile, status: Status.Types.StatusCode.Error).With("mlflow.spanType", Hostile).With("mlflow.spanInputs", chat).With("mlflow.spanOutputs", Hostile).With(Hostile, Hostile);
        span.Status.Message = Hostile;
        span.Events.Add(new Span.Types.Event { Name = Hostile, Attributes = { Attribute(Hostile, Hostile) } });
        span.Events.Add(new Span.Types.Event { Name = "exception", Attributes = { Attribute("exception.type", Hostile), Attribute("exception.stacktrace", Hostile) } });
        span.Links.Add(new Span.Types.Link { TraceId = TraceId(2), SpanId = SpanId(2), Attributes = { Attribute(Hostile, Hostile) } });
        await StoredSpans.SendAsync(_server, span);

        foreach (var query in Tabs.Select(tab => $"tab={tab}").Concat(Views.Select(view => $"view={view}")))
        {
            var html = await PanelAsync($"?{query}");

            html.ShouldNotContain("<script>alert", Case.Insensitive, query);
            html.ShouldNotContain("<img src=x", Case.Insensitive, query);
            html.ShouldNotContain("<svg/onload", Case.Insensitive, query);
            html.ShouldNotContain("href=\"javascript", Case.Insensitive, query);
            html.ShouldNotContain("src=\"http", Case.Insensitive, query);
            html.ShouldNotContain("style=\"", Case.Insensitive, query);
        }
    }

    [Fact]
    public async Task Panel_TwentyMegabytes_AreFetchedPieceByPiece()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789", 2_000_000));
        await StoredSpans.SendAsync(_server, Span(1, 1).With("mlflow.spanOutputs", $$"""{"text":"{{text}}"}"""), Span(1, 2, parent: 1));

        foreach (var query in Tabs.Select(tab => $"tab={tab}").Concat(Views.Select(view => $"view={view}")))
        {
            (await PanelAsync($"?{query}")).Length.ShouldBeLessThan(200_000, query);
        }

        var page = await _server.Http.GetStringAsync($"{Address()}/content?of=outputs&view=text&at=8&from=1000000");
        page.Length.ShouldBeLessThan(200_000);
        page.ShouldContain("<pre class=\"content-pre\" dir=\"auto\">0123456789");
        page.ShouldContain("from=1060000");
        (await _server.Http.GetStringAsync($"{Address()}/raw?of=outputs")).Length.ShouldBe(text.Length + 11);
    }

    [Fact]
    public async Task Panel_DeepJson_OpensLevelByLevel()
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":[", 500)) + "\"the end\"" + string.Concat(Enumerable.Repeat("]}", 500));
        await StoredSpans.SendAsync(_server, Span(1, 1).With("mlflow.spanInputs", json));

        (await PanelAsync("?view=json")).ShouldContain("/content?of=inputs&amp;at=");
        var found = await _server.Http.GetStringAsync($"{Address()}/content?of=inputs&search=the+end");
        found.ShouldContain("1 place has");
        (await _server.Http.GetStringAsync($"{Address()}/content?of=inputs&at={json.IndexOf("\"the end\"", StringComparison.Ordinal)}")).ShouldContain("the end");
    }

    [Fact]
    public async Task Panel_ManyAttributes_AreSearchedAndLeadToTraces()
    {
        var span = Span(1, 1);
        foreach (var i in Enumerable.Range(0, 100))
        {
            span.With($"key.{i}", $"value {i}");
        }

        await StoredSpans.SendAsync(_server, span);

        var html = await PanelAsync("?tab=attributes&find=VALUE+42");

        html.ShouldContain("key.42");
        html.ShouldNotContain("key.41");
        html.ShouldContain("filter=span.attributes.key.42%20%3D%20%27value%2042%27");
    }

    [Fact]
    public async Task Panel_Exception_FoldsTheFramework()
    {
        var span = Span(1, 1);
        span.Events.Add(new Span.Types.Event
        {
            Name = "exception",
            TimeUnixNano = Start + 5_000_000,
            Attributes = { Attribute("exception.type", "E"), Attribute("exception.message", "m"), Attribute("exception.stacktrace", "E: m\n   at System.A.B()\n   at System.A.C()\n   at Mine.Work()") },
        });
        await StoredSpans.SendAsync(_server, span);

        var html = await PanelAsync("?tab=events");

        html.ShouldContain("E: m");
        html.ShouldContain("\u002B5 ms".Replace("+", "&#x2B;", StringComparison.Ordinal));
        html.ShouldContain("2 framework lines");
        html[html.LastIndexOf("</details>", html.IndexOf("Mine.Work", StringComparison.Ordinal), StringComparison.Ordinal)..].ShouldContain("at Mine.Work()");
    }

    [Fact]
    public async Task Raw_OfAnything_IsAFileAndNoPage()
    {
        await StoredSpans.SendAsync(_server, Span(1, 1).With("page", "<html><script>alert(1)</script>"));

        using var response = await _server.Http.GetAsync($"{Address()}/raw?of=attribute:page");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await response.Content.ReadAsStringAsync()).ShouldBe("<html><script>alert(1)</script>");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/content?of=inputs")]
    [InlineData("/content?of=attribute:nothing")]
    [InlineData("/content?of=event:99999999999:x")]
    [InlineData("/raw?of=chat:0:0")]
    public async Task Nothing_IsNotFound(string path)
    {
        await StoredSpans.SendAsync(_server, Span(1, 1));

        using var response = await _server.Http.GetAsync(path.Length == 0 ? $"/traces/{TraceIdText(1)}/spans/zz" : Address() + path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Address() => $"/traces/{TraceIdText(1)}/spans/{SpanIdText(1)}";

    private async Task<string> PanelAsync(string query = "")
    {
        var html = await _server.Http.GetStringAsync(Address() + query);
        return html[html.IndexOf("<section id=\"span\"", StringComparison.Ordinal)..];
    }
}
