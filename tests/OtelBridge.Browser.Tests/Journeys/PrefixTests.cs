using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Pages behind a proxy that serves them under a path of its own, and takes that path away.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PrefixTests(Chromium chromium) : Desk(chromium)
{
    private const string Prefix = "/tools/otel";

    private static readonly string[] HopHeaders = ["Transfer-Encoding", "Connection", "Keep-Alive"];

    [Fact]
    public async Task Pages_UnderAPrefix_StayThere()
    {
        var outside = new ConcurrentQueue<string>(); // bounded by the requests of the test
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Server.HttpAddress };
        await using var proxy = await LoopbackHttpServer.StartAsync(context => ForwardAsync(context, client, outside), HttpProtocols.Http1);

        await Chromium.VisitAsync(new Uri(proxy.Address, Prefix + "/"), async page =>
        {
            await page.OpenAsync("./");
            await page.Link("Traces").First.ClickAsync();
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count);
            await page.Button("Errors").ClickAsync();
            await page.AddressSaysAsync("status = 'ERROR'");
            await page.Link(SupportDesk.Name).ClickAsync();
            await page.AddressSaysAsync($"{Prefix}/traces/{Failed.Id}");
            await ShouldShowAsync(page.Button("Slowest", exact: false));
            await page.Page.ReloadAsync();
            await ShouldShowAsync(page.Heading(SupportDesk.Name));
            foreach (var area in new[] { "Sessions", "Dashboard", "Runs", "Health", "Experiments" })
            {
                await page.Link(area).First.ClickAsync();
                await Assertions.Expect(page.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex($"{area}.*OtelBridge"));
            }
        });

        outside.ShouldBeEmpty();
    }

    private static async Task ForwardAsync(HttpContext context, HttpClient client, ConcurrentQueue<string> outside)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix, out var rest))
        {
            outside.Enqueue(context.Request.Path);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), (rest.HasValue ? rest.Value : "/") + context.Request.QueryString);
        foreach (var (name, values) in context.Request.Headers.Where(static header => !HopHeaders.Contains(header.Key)))
        {
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        request.Headers.Add("X-Forwarded-Prefix", Prefix);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static header => !HopHeaders.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
