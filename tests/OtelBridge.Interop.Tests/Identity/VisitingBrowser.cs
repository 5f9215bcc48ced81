using System.Net;

namespace OtelBridge.Interop.Tests.Identity;

/// <summary>What a browser does on its way to the provider and back: it keeps cookies, and goes where it is sent.</summary>
internal sealed class VisitingBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
    private readonly HttpClient _http;

    public VisitingBrowser(Uri server)
    {
        _http = new HttpClient(_handler) { BaseAddress = server };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public Task<(Uri Address, int Status, string Text)> GetAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Signs in at the provider, from our page for signing in, and goes on to wherever that leads.</summary>
    public async Task<(Uri Address, int Status, string Text)> SignInAsync(string who, string to = "", Func<Uri, bool>? stopAt = null)
    {
        var (form, status, text) = await GetAsync("sign-in/sso?to=" + Uri.EscapeDataString(to));
        status.ShouldBe(200, text);
        form.AbsolutePath.ShouldStartWith("/interaction/", Case.Sensitive, text);
        return await FollowAsync(
            new HttpRequestMessage(HttpMethod.Post, form) { Content = new FormUrlEncodedContent([new("prompt", "login"), new("login", who), new("password", "any")]) },
            stopAt);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<(Uri Address, int Status, string Text)> FollowAsync(HttpRequestMessage request, Func<Uri, bool>? stopAt = null)
    {
        for (var steps = 0; steps < 20; steps++)
        {
            using var asked = request;
            using var answer = await _http.SendAsync(asked);
            var address = asked.RequestUri!;
            if (answer.Headers.Location is not { } location || (int)answer.StatusCode is < 300 or >= 400)
            {
                return (address, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }

            var next = new Uri(address, location);
            if (stopAt?.Invoke(next) == true)
            {
                return (next, 0, string.Empty);
            }

            request = new HttpRequestMessage(HttpMethod.Get, next);
        }

        throw new InvalidOperationException("The browser is sent on without end.");
    }
}
