using System.Net;
using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Hosting;

public sealed class PageTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _server.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Page_Policy_AllowsNothingInlineAndNothingFromElsewhere()
    {
        using var response = await _server.Http.GetAsync("/");

        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task Page_Names_AreText()
    {
        await _server.Http.PostAsync("/api/2.0/mlflow/experiments/create", new StringContent("""{"name":"<script>alert(1)</script>"}""", Encoding.UTF8, "application/json"));

        var html = await _server.Http.GetStringAsync("/");

        html.ShouldNotContain("<script>alert");
        html.ShouldContain("&lt;script&gt;alert(1)");
    }

    [Fact]
    public async Task Page_BehindAProxyWithAPrefix_KnowsItsBase()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Forwarded-Prefix", "/otel" } } };

        using var response = await _server.Http.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldContain("<base href=\"/otel/\"");
    }

    [Fact]
    public async Task Assets_OfThePage_AreAllThere()
    {
        var html = await _server.Http.GetStringAsync("/");

        var assets = html.Split('"').Where(part => part.StartsWith("assets/", StringComparison.Ordinal)).ToList();

        assets.Count.ShouldBeGreaterThan(3);
        foreach (var asset in assets)
        {
            using var response = await _server.Http.GetAsync(asset);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
        }
    }

    [Fact]
    public async Task Address_OfNothing_HasAPageForBrowsersAlone()
    {
        using var page = await _server.Http.GetAsync("/nowhere/at/all");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere/at/all") { Headers = { { "Accept", "application/json" } } };
        using var client = new HttpClient { BaseAddress = _server.HttpAddress };
        using var bare = await client.SendAsync(request);
        using var otlp = await _server.OtlpHttp.GetAsync("/nowhere");

        (page.StatusCode, bare.StatusCode, otlp.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        (await page.Content.ReadAsStringAsync()).ShouldContain("There is no page at this address.");
        page.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        (await bare.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }
}
