using System.Net;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Theme;

public sealed class ThemePagesTests : IAsyncLifetime
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
    public async Task Choice_IsOnTheNextPageFromItsFirstByte()
    {
        using var response = await ChooseAsync("dark", "traces?last=1h");

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/traces?last=1h");
        (await _http.GetStringAsync("/")).ShouldContain("data-theme=\"dark\"");
    }

    [Fact]
    public async Task Choice_OfNoTheme_ChangesNothing()
    {
        using var response = await ChooseAsync("\"><script>", "");

        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await _http.GetStringAsync("/")).ShouldContain("data-theme=\"system\"");
    }

    [Fact]
    public async Task Choice_OfAnotherSite_IsRefused()
    {
        using var request = Request("dark", "");
        request.Headers.Remove("Origin");
        request.Headers.Add("Origin", "http://elsewhere.example");

        using var response = await _http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private Task<HttpResponseMessage> ChooseAsync(string theme, string back) => _http.SendAsync(Request(theme, back));

    private HttpRequestMessage Request(string theme, string back) => new(HttpMethod.Post, "/theme")
    {
        Headers = { { "Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority) } },
        Content = new FormUrlEncodedContent([new("theme", theme), new("return", back)]),
    };
}
