using System.Net;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>What a browser does: it keeps cookies, asks for pages, says where a request comes from. Redirects are left to the test.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(ServerUnderTest server, params (string Name, string Value)[] headers)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = server.HttpAddress };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var (name, value) in headers is [] ? [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate")] : headers)
        {
            _http.DefaultRequestHeaders.Add(name, value);
        }
    }

    public CookieContainer Cookies { get; }

    /// <summary>What it sends along, for somebody who copies it.</summary>
    public string Cookie => Cookies.GetCookieHeader(_http.BaseAddress!);

    public static async Task<Browser> SignedInAsync(GuardedServer server, string name, string password)
    {
        var browser = new Browser(server.Server);
        var (status, _, text) = await browser.SignInAsync(name, password);
        status.ShouldBe(303, text);
        return browser;
    }

    public static Task<Browser> OfAdminAsync(GuardedServer server) => SignedInAsync(server, "admin", GuardedServer.AdminPassword);

    public static Task<Browser> OfManagerAsync(GuardedServer server) => SignedInAsync(server, "manager", GuardedServer.ManagerPassword);

    public Task<(int Status, string To, string Text)> SignInAsync(string name, string password, string to = "") => PostAsync("sign-in", ("name", name), ("password", password), ("to", to));

    public Task<(int Status, string To, string Text)> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<(int Status, string To, string Text)> PostAsync(string path, params (string Name, string Value)[] form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(static field => KeyValuePair.Create(field.Name, field.Value))) });

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await _http.SendAsync(request);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string To, string Text)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await AnswerAsync(request);
        return ((int)answer.StatusCode, answer.Headers.Location?.OriginalString ?? string.Empty, await answer.Content.ReadAsStringAsync());
    }
}
