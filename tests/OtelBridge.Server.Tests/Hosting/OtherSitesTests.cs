using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Tests.Tls;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>Pages of other sites, in the browser of somebody who can reach the server: what they may read and change, over every route that is mapped.</summary>
public sealed partial class OtherSitesTests
{
    private const string Site = "https://evil.example";

    // Gives back what it is sent in another form, and stores nothing.
    private const string Transform = "/api/transform";

    // What a browser sends to another site without asking it first.
    private static readonly string[] UnaskedTypes = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"];

    [Fact]
    public async Task NoRoute_LetsAnotherSiteReadOrAsk()
    {
        await using var server = await StartAsync();
        using var http = Client();
        var wrong = new List<string>();
        var routes = await RoutesAsync();
        foreach (var (listener, path) in routes)
        {
            foreach (var asked in (string[])["GET", "POST", "PUT", "DELETE", "PATCH"])
            {
                using var preflight = Request(HttpMethod.Options, server, listener, path);
                preflight.Headers.Add("Access-Control-Request-Method", asked);
                preflight.Headers.Add("Access-Control-Request-Headers", "content-type,authorization");
                await NoteIfAllowedAsync(http, preflight, wrong);
            }

            using var read = Request(HttpMethod.Get, server, listener, path);
            await NoteIfAllowedAsync(http, read, wrong);
        }

        routes.Count.ShouldBeGreaterThan(100);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task NoRoute_TakesAChangeThatABrowserDoesNotAskAbout()
    {
        await using var server = await StartAsync();
        using var http = Client();
        var wrong = new List<string>();
        foreach (var (listener, path) in (await RoutesAsync()).Where(static route => route.Path != Transform))
        {
            foreach (var type in UnaskedTypes)
            {
                using var request = Request(HttpMethod.Post, server, listener, path);
                request.Content = new ByteArrayContent("{}"u8.ToArray());
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if ((int)answer.StatusCode < 400)
                {
                    wrong.Add($"{listener} POST {path} ({type}): {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static async Task NoteIfAllowedAsync(HttpClient http, HttpRequestMessage request, List<string> wrong)
    {
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // pages that live never end
        wrong.AddRange(answer.Headers.Where(static header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).Select(header => $"{request.Method} {request.RequestUri}: {header.Key}"));
    }

    private static HttpRequestMessage Request(HttpMethod method, ServerUnderTest server, string listener, string path) => new(method, new Uri(TlsServer.AddressOf(server, listener), path))
    {
        Version = listener == "grpc" ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { { "Origin", Site } },
    };

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(static options =>
    {
        options.Jaeger = ListenAddress.AnyLoopbackPort;
        options.Zipkin = ListenAddress.AnyLoopbackPort;
    });

    // Of the table that the server maps, so that a new route is seen here without being named.
    private static async Task<List<(string Listener, string Path)>> RoutesAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore(); // never started
        builder.Services.AddOtelBridgeServer(new ScriptedTraceStore());
        await using var app = builder.Build();
        app.MapOtelBridge();
        return
        [
            .. from endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
               let roles = endpoint.Metadata.GetMetadata<ListenerMetadata>()?.Roles ?? (ListenerRole)31
               from role in Enum.GetValues<ListenerRole>()
               where roles.HasFlag(role)
               select (ListenerNames.Of(role), Parameter().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), "1")),
        ];
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
