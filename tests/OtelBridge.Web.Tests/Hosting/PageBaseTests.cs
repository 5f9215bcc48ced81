using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Hosting;

/// <summary>Pages work wherever they lie: under a path, behind a proxy, inside another program.</summary>
public sealed class PageBaseTests
{
    [Theory]
    [InlineData("", true, true)] // the proxy says all
    [InlineData("/otel", true, false)] // the proxy says nothing, the server was told
    [InlineData("/otel", false, false)]
    [InlineData("/otel/", false, true)] // both say it: once is enough
    public async Task Pages_BehindAProxy_WorkUnderItsPath(string configured, bool strips, bool tells)
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.PathPrefix = configured);
        await using var proxy = await ReverseProxy.StartAsync(server.HttpAddress, strips, tells);
        using var browser = Browser(proxy.Address);

        var html = await browser.GetStringAsync("");
        using var asset = await browser.GetAsync(Regex.Match(html, "href=\"(assets/[^\"]+)\"").Groups[1].Value);
        using var change = await ChangeAsync(browser, site: "same-origin");

        html.ShouldContain("<base href=\"/otel/\"");
        asset.StatusCode.ShouldBe(HttpStatusCode.OK);
        change.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        change.Headers.Location!.OriginalString.ShouldBe("/otel/traces");
    }

    [Fact]
    public async Task Pages_BehindAProxy_TellProgramsItsAddress()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var proxy = await ReverseProxy.StartAsync(server.HttpAddress, strips: true, tells: true);
        using var browser = Browser(proxy.Address);

        (await browser.GetStringAsync("")).ShouldContain($"OTEL_EXPORTER_OTLP_ENDPOINT=https://{proxy.Address.Authority}/otel");
    }

    [Fact]
    public async Task Change_OverPlainHttp_NeedsTheProxyToSayItsName()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var telling = await ReverseProxy.StartAsync(server.HttpAddress, strips: true, tells: true);
        await using var silent = await ReverseProxy.StartAsync(server.HttpAddress, strips: true, tells: false);
        using var through = Browser(telling.Address);
        using var past = Browser(silent.Address);

        using var known = await ChangeAsync(through, site: null);
        using var unknown = await ChangeAsync(past, site: null);

        known.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("cross-site", "http://127.0.0.1")]
    [InlineData("same-site", "http://127.0.0.1")]
    [InlineData(null, "http://elsewhere.example")]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    public async Task Change_OfAnybodyElse_IsRefused(string? site, string? origin)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var browser = Browser(server.HttpAddress);

        using var change = await ChangeAsync(browser, site, origin);

        change.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/a\"><script>")]
    [InlineData("https://elsewhere.example")]
    public async Task Prefix_ThatIsNoPath_IsNotBelieved(string prefix)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var browser = Browser(server.HttpAddress);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Prefix", prefix);

        (await browser.GetStringAsync("")).ShouldContain("<base href=\"/\"");
    }

    [Fact]
    public async Task Prefix_LeavesProgramsTheirAddresses()
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.PathPrefix = "/otel");

        (await server.Http.GetStringAsync("/health")).ShouldBe("OK");
        (await server.Http.GetStringAsync("/otel/health")).ShouldBe("OK");
        using var beside = await server.Http.GetAsync("/otelbridge/health");
        beside.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_InAGroupOfAnotherProgram_KnowTheirBase()
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync($"sqlite:{folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddOtelBridgeServer(store);
        await using var app = builder.Build();
        app.MapGroup("/tools/otel").MapOtelBridge();
        await app.StartAsync();
        using var browser = Browser(new Uri(app.Urls.Single() + "/tools/otel/"));

        var html = await browser.GetStringAsync("");
        using var asset = await browser.GetAsync(Regex.Match(html, "href=\"(assets/[^\"]+)\"").Groups[1].Value);
        using var change = await ChangeAsync(browser, site: "same-origin");

        html.ShouldContain("<base href=\"/tools/otel/\"");
        html.ShouldContain("class=\"skip\" href=\"#content\"");
        asset.StatusCode.ShouldBe(HttpStatusCode.OK);
        change.Headers.Location!.OriginalString.ShouldBe("/tools/otel/traces");
    }

    [Fact]
    public async Task WayIn_ForWhoAsksForAnything_IsPlainText()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "*/*" } } };

        using var response = await server.Http.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        response.Headers.Vary.ShouldBe(["Accept"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("POST /v1/traces");
    }

    private static HttpClient Browser(Uri address)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return browser;
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string? site) => ChangeAsync(browser, site, browser.BaseAddress!.GetLeftPart(UriPartial.Authority));

    private static async Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string? site, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "theme") { Content = new FormUrlEncodedContent([new("theme", "dark"), new("return", "traces")]) };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await browser.SendAsync(request);
    }
}
