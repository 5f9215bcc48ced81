using System.Net;
using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Sessions;

public sealed class SessionPageTests : IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Session_Turns_AreReadInTheirOrder()
    {
        await StoreAsync(Turn(2, "s", "second question", "second answer"), Turn(1, "s", "first question", "first answer"), Turn(3, "other", "not of it", "no"));

        var html = await _server.Http.GetStringAsync("/session?experiment=0&id=s");

        Places(html, "first question", "first answer", "second question", "second answer").ShouldBeInOrder();
        html.ShouldNotContain("not of it");
    }

    [Fact]
    public async Task Session_NewestFirst_TurnsTheOrderAndKeepsTheNumbers()
    {
        await StoreAsync(Turn(1, "s", "first question", "a"), Turn(2, "s", "second question", "b"));

        var html = await _server.Http.GetStringAsync("/session?experiment=0&id=s&order=newest");

        Places(html, "aria-label=\"Turn 2\"", "second question", "aria-label=\"Turn 1\"", "first question").ShouldBeInOrder();
    }

    [Fact]
    public async Task Turn_ThatRepeatsTheConversation_ShowsWhatIsNew()
    {
        var messages = """[{"role":"system","content":"be brief"},{"role":"user","content":"old question"},{"role":"assistant","content":"old answer"},{"role":"user","content":"new question"}]""";
        await StoreAsync(OtlpSamples.Span(1, 1, name: "chat").With("mlflow.trace.session", "s").With("mlflow.spanType", "CHAT_MODEL")
            .With("mlflow.spanInputs", $$"""{"messages":{{messages}}}""").With("mlflow.spanOutputs", """{"role":"assistant","content":"new answer"}"""));

        var article = Article(await _server.Http.GetStringAsync("/session?experiment=0&id=s"));

        article.ShouldContain("new question");
        article.ShouldContain("new answer");
        article.ShouldNotContain("old answer");
        article.ShouldContain("3 earlier messages");
    }

    [Fact]
    public async Task Turn_OfATraceWithTools_NamesThem()
    {
        await StoreAsync(
            Turn(1, "s", "q", "a"), OtlpSamples.Span(1, 2, 1, "lookup").With("mlflow.spanType", "TOOL"), OtlpSamples.Span(1, 3, 1, "lookup").With("mlflow.spanType", "TOOL"));

        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync("/session?experiment=0&id=s"));

        html.ShouldContain("2 tool calls");
        html.ShouldContain("lookup × 2");
    }

    [Fact]
    public async Task Turns_LongAfterEachOther_HaveAGapBetween()
    {
        await StoreAsync(Turn(1, "s", "q", "a"), Turn(2, "s", "q", "a", offsetMs: 3_600_000));

        (await _server.Http.GetStringAsync("/session?experiment=0&id=s")).ShouldContain("59 min 59 s later");
    }

    [Fact]
    public async Task Session_OfThousandsOfTurns_IsReadPageByPage()
    {
        const int Turns = 1_030;
        await StoreAsync([.. Enumerable.Range(1, Turns).Select(i => Turn(i, "s", $"question {i}.", "answer"))]);
        var (address, pages, seen) = ("session?experiment=0&id=s", 0, new List<string>());

        while (address.Length > 0)
        {
            var html = await _server.Http.GetStringAsync($"/{address}");
            seen.AddRange(Enumerable.Range(1, Turns).Select(i => $"question {i}.").Where(Article(html).Contains));
            address = NextOf(html);
            (++pages).ShouldBeLessThan(50);
        }

        pages.ShouldBe(21);
        seen.Count.ShouldBe(Turns);
    }

    [Fact]
    public async Task Turn_OfAnEndlessText_IsCut()
    {
        await StoreAsync(Turn(1, "s", new string('q', 2_000_000), "a"));

        (await _server.Http.GetStringAsync("/session?experiment=0&id=s")).Length.ShouldBeLessThan(200_000);
    }

    [Fact]
    public async Task Turn_OfALargeTrace_ShowsItsPreviews()
    {
        await StoreAsync([Turn(1, "s", "question of many", "a"), .. Enumerable.Range(2, 2_500).Select(i => OtlpSamples.Span(1, i, 1))]);

        var html = await _server.Http.GetStringAsync("/session?experiment=0&id=s");

        html.ShouldContain("question of many");
        html.ShouldContain("This trace is large");
    }

    [Theory]
    [InlineData("it's \"quoted\" `x` % _")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a&b=c#d +e/../f")]
    public async Task Session_OfAnyName_IsFoundFromTheList(string id)
    {
        await StoreAsync(Turn(1, id, Hostile, Hostile));
        var list = await _server.Http.GetStringAsync("/sessions");

        var html = await _server.Http.GetStringAsync($"/{HrefAfter(list, "session-open", "session?")}");

        html.ShouldContain("aria-label=\"Turn 1\"");
        (list + html).ShouldNotContain("<img src=x");
        (list + html).ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Session_ThatIsNotThere_IsSaidSo()
    {
        using var response = await _server.Http.GetAsync("/session?experiment=0&id=nobody");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("No such session");
    }

    [Fact]
    public async Task Sessions_AreListedWithTheirSums()
    {
        await StoreAsync(Turn(1, "s", "first question", "a"), Turn(2, "s", "q", "last answer"), Turn(3, "other", "elsewhere", "b"));

        var html = await _server.Http.GetStringAsync("/sessions");

        Places(html, "elsewhere", "first question", "last answer", "2 turns").ShouldBeInOrder();
    }

    [Fact]
    public async Task Sessions_OfManyPages_AreAllThereOnce()
    {
        await StoreAsync([.. Enumerable.Range(1, 120).Select(i => Turn(i, $"session {i}.", "q", "a"))]);
        var (address, seen) = ("sessions", new List<string>());

        for (var page = 0; page < 3; page++)
        {
            var html = await _server.Http.GetStringAsync($"/{address}");
            seen.AddRange(Enumerable.Range(1, 120).Select(i => $">session {i}.<").Where(html.Contains));
            address = html.Contains("More sessions", StringComparison.Ordinal) ? HrefAfter(html, "session-more", "sessions?") : "";
        }

        address.ShouldBeEmpty();
        seen.Distinct().Count().ShouldBe(120);
        seen.Count.ShouldBe(120);
    }

    [Fact]
    public async Task Sessions_AFilterThatCannotBeRead_IsSaidInPlace()
    {
        using var response = await _server.Http.GetAsync("/sessions?filter=status%20%3D");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("aria-invalid=\"true\"");
    }

    [Fact]
    public async Task Sessions_WithoutAny_TellHowToHaveSome() => (await _server.Http.GetStringAsync("/sessions")).ShouldContain("No sessions yet");

    private static Span Turn(int trace, string session, string question, string answer, int? offsetMs = null) =>
        OtlpSamples.Span(trace, 1, name: "turn", offsetMs: offsetMs ?? trace).With("mlflow.trace.session", session)
            .With("mlflow.spanInputs", JsonSerializer.Serialize(new { question })).With("mlflow.spanOutputs", JsonSerializer.Serialize(new { answer }));

    private static string Article(string html) => html[html.IndexOf("<article", StringComparison.Ordinal)..];

    private static List<int> Places(string html, params string[] texts)
    {
        texts.ShouldAllBe(text => html.Contains(text, StringComparison.Ordinal));
        return [.. texts.Select(text => html.IndexOf(text, StringComparison.Ordinal))];
    }

    private static string NextOf(string html) => html.Contains("Later turns", StringComparison.Ordinal) ? HrefAfter(html, "session-next", "session?") : "";

    // The first address of the kind after a mark.
    private static string HrefAfter(string html, string mark, string begin)
    {
        var start = html.IndexOf($"href=\"{begin}", html.IndexOf(mark, StringComparison.Ordinal), StringComparison.Ordinal) + "href=\"".Length;
        return WebUtility.HtmlDecode(html[start..html.IndexOf('"', start)]);
    }

    private Task StoreAsync(params Span[] spans) => StoredSpans.SendAsync(_server, spans);
}
