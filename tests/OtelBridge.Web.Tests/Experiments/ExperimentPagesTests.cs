using System.Net;
using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Experiments;

public sealed class ExperimentPagesTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Http.BaseAddress };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task List_OfAnEmptyStore_ShowsHowToSendToThisVeryServer()
    {
        var html = await _http.GetStringAsync("/");

        var here = _http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        html.ShouldContain("Waiting for the first trace");
        html.ShouldContain($"OTEL_EXPORTER_OTLP_ENDPOINT={here}");
        html.ShouldContain($"mlflow.set_tracking_uri(&quot;{here}&quot;)");
    }

    [Fact]
    public async Task List_ShowsWhatGoesOn()
    {
        await SendAsync("1", "2", "1");

        var html = await _http.GetStringAsync("/");

        html.ShouldNotContain("Waiting for the first trace");
        html.ShouldContain("data-label=\"Traces\">3</td>");
        html.ShouldContain("1 trace with errors");
        html.ShouldContain("33.3 %");
        html.ShouldContain("href=\"traces?experiment=0&amp;filter=status%20%3D%20%27ERROR%27\"");
        html.ShouldContain("Traces of the last 7 days: 3");
    }

    [Fact]
    public async Task List_Unknown_IsAbsentAndNotZero()
    {
        await SendAsync("1");

        var html = WebUtility.HtmlDecode(await _http.GetStringAsync("/"));

        html.ShouldContain("data-label=\"Cost\">–</td>");
        html.ShouldContain("data-label=\"Tokens\" title=\"0\">–</td>");
    }

    [Fact]
    public async Task Create_LeadsToTheExperiment()
    {
        var place = await PlaceOfAsync("experiments/create", ("name", " support "), ("description", "Answers\ncustomers"));

        place.ShouldBe("/experiments/1");
        var html = WebUtility.HtmlDecode(await _http.GetStringAsync(place));
        html.ShouldContain("<bdi>support</bdi>");
        html.ShouldContain("Answers\ncustomers</textarea>");
    }

    [Theory]
    [InlineData("", "An experiment needs a name.", HttpStatusCode.BadRequest)]
    [InlineData("Default", "exists, perhaps deleted", HttpStatusCode.Conflict)]
    public async Task Create_WithANameThatWillNotDo_SaysWhy(string name, string reason, HttpStatusCode status)
    {
        using var response = await PostAsync("experiments/create", ("name", name));

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    [Fact]
    public async Task Experiment_IsRenamedTaggedDeletedAndRestored()
    {
        var place = (await PlaceOfAsync("experiments/create", ("name", "first")))[1..];
        await PlaceOfAsync($"{place}/name", ("name", "second <b>"));
        await PlaceOfAsync($"{place}/tags", ("key", "team"), ("value", "\"><script>"));

        (await _http.GetStringAsync("/")).ShouldContain("<bdi>second &lt;b&gt;</bdi>");
        (await _http.GetStringAsync(place)).ShouldContain("value=\"&quot;&gt;&lt;script&gt;\"");

        await PlaceOfAsync($"{place}/tags/delete", ("key", "team"));
        (await _http.GetStringAsync(place)).ShouldNotContain("value=\"team\"");

        (await PlaceOfAsync($"{place}/delete")).ShouldBe("/./");
        (await _http.GetStringAsync("/")).ShouldNotContain("second");
        (await _http.GetStringAsync("/?view=deleted")).ShouldContain("second");

        await PlaceOfAsync($"{place}/restore");
        (await _http.GetStringAsync("/")).ShouldContain("second");
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData("a=b")]
    [InlineData("")]
    public async Task Tag_WithAKeyThatTheApiRefuses_IsRefused(string key)
    {
        using var response = await PostAsync("experiments/0/tags", ("key", key), ("value", "1"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("experiments/77")]
    [InlineData("experiments/%3Cscript%3E")]
    public async Task Experiment_ThatIsNotThere_HasAPageThatSaysSo(string address)
    {
        using var response = await _http.GetAsync(address);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("There is no experiment");
    }

    [Fact]
    public async Task List_CanBeOrderedAndSearched()
    {
        await PlaceOfAsync("experiments/create", ("name", "beta"));
        await PlaceOfAsync("experiments/create", ("name", "alpha"));
        await SendAsync("1");

        var byName = await _http.GetStringAsync("/?order=name");
        var found = await _http.GetStringAsync("/?q=ALP&order=name");

        byName.IndexOf("<bdi>alpha", StringComparison.Ordinal).ShouldBeLessThan(byName.IndexOf("<bdi>beta", StringComparison.Ordinal));
        byName.ShouldContain("aria-sort=\"ascending\"");
        found.ShouldContain("<bdi>alpha");
        found.ShouldNotContain("<bdi>beta");
        found.ShouldContain("href=\"./?q=ALP&amp;order=cost\"");
    }

    // Spans that end now, with the given status codes.
    private async Task SendAsync(params string[] codes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < codes.Length; i++)
        {
            using var content = new StringContent(
                $$$"""
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319{{{i}}}","spanId":"b7ad6b7169203331","name":"ask",
                "startTimeUnixNano":"{{{now - 2000}}}000000","endTimeUnixNano":"{{{now - 1000}}}000000","status":{"code":{{{codes[i]}}}}}]}]}]}
                """,
                Encoding.UTF8,
                "application/json");
            using var response = await _http.PostAsync("/v1/traces", content);
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        }
    }

    private async Task<string> PlaceOfAsync(string address, params (string Name, string Value)[] fields)
    {
        using var response = await PostAsync(address, fields);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    private async Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { "Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority) } },
            Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await _http.SendAsync(request);
    }
}
