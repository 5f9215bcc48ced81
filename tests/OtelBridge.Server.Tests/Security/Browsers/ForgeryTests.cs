using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>Every change of the route table, asked for by a browser in which somebody has signed in, at the wish of somebody else. A route that is added is asked as well.</summary>
public sealed class ForgeryTests
{
    private static readonly (string Name, string Value)[][] Forgeries =
    [
        [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site"), ("Origin", "http://127.0.0.1")],
        [("Sec-Fetch-Site", "none")],
        [("Origin", "http://elsewhere.example")],
        [("Origin", "null")],
        [], // a program that has found the cookie, or a browser that says nothing
    ];

    [Fact]
    public async Task ChangesOfASignIn_ThatNoPageOfOursAskedFor_AreRefused()
    {
        await using var server = await GuardedServer.StartAsync();
        using var browser = await Browser.OfAdminAsync(server);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var (asked, wrong) = (0, new List<string>());
        foreach (var (path, method) in Changes(server))
        {
            foreach (var headers in Forgeries)
            {
                asked++;
                var (status, text) = await AskAsync(http, server, path, method, browser.Cookie, headers);
                if (status != 403 || !text.Contains("a page of another site", StringComparison.Ordinal))
                {
                    wrong.Add($"{method} {path} with {string.Join(", ", headers)}: {status} {text[..Math.Min(text.Length, 100)]}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(300);
        (await browser.GetAsync("account")).Status.ShouldBe(200); // still signed in
    }

    [Fact]
    public async Task ChangesOfASignIn_ThatOurPagesAskFor_AreTaken()
    {
        await using var server = await GuardedServer.StartAsync();
        using var browser = await Browser.OfAdminAsync(server);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        foreach (var headers in new (string, string)[][] { [("Sec-Fetch-Site", "same-origin")], [("Origin", $"http://{server.Server.HttpAddress.Authority}")] })
        {
            foreach (var path in (string[])["/ajax-api/2.0/mlflow/experiments/create", "/theme"])
            {
                var (status, text) = await AskAsync(http, server, path, "POST", browser.Cookie, headers);

                status.ShouldBeOneOf([200, 303], text);
            }
        }
    }

    // All that the listener of the pages takes, but for reads; nothing that is written takes part in GET.
    private static IEnumerable<(string Path, string Method)> Changes(GuardedServer server) =>
        from endpoint in server.Server.Server.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ListenerMetadata>()!.Roles.HasFlag(ListenerRole.Http)
        from method in (string[])["POST", "PUT", "PATCH", "DELETE"]
        where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) != false
        let path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))))
        let context = new DefaultHttpContext { Request = { Method = method, Path = path } }
        where endpoint.Metadata.GetMetadata<AccessRule>()!.ScopesOf(context) != AccessScopes.None || path is "/sign-in" or "/sign-out"
        select (path, method);

    private static async Task<(int Status, string Text)> AskAsync(HttpClient http, GuardedServer server, string path, string method, string cookie, (string Name, string Value)[] headers)
    {
        var isForm = !path.Contains("api", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(server.Server.HttpAddress, path))
        {
            Content = new StringContent(isForm ? "name=planted&theme=dark" : $$"""{"name":"planted {{Guid.NewGuid():n}}"}""", Encoding.UTF8, isForm ? "application/x-www-form-urlencoded" : "application/json"),
            Headers = { { "Cookie", cookie } },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
