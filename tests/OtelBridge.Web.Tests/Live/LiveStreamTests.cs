using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Otlp;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.Tests.Live;

public sealed partial class LiveStreamTests
{
    // Until it is out of patience the server waits for what goes on, and then breaks it off: the reader would see an error instead of an end.
    [Fact]
    public async Task Stream_ServerEnds_EndsWithIt()
    {
        var server = await ServerUnderTest.StartAsync(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        using var client = new HttpClient { BaseAddress = server.HttpAddress };
        using var stream = new StreamReader(await client.GetStreamAsync("/traces/live"));
        (await stream.ReadLineAsync()).ShouldBe("retry: 1000");

        await server.DisposeAsync();

        (await stream.ReadToEndAsync()).ShouldNotContain("changed");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/traces?live=1")]
    [InlineData("/session?experiment=0&id=s")]
    [InlineData("/traces/tr-a0000000000000000000000000000001")]
    public async Task Change_BetweenThePageAndItsStream_IsToldAtOnce(string address)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var visitor = Visitors.Of(server);
        visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await StoredSpans.SendAsync(server, Turn(1, 1, durationMs: -1));
        var page = await visitor.GetStringAsync(address);
        (await FirstEventAsync(server, page)).ShouldBeEmpty();

        await StoredSpans.SendAsync(server, Turn(1, 2), Turn(2, 1));

        (await FirstEventAsync(server, page)).ShouldBe("event: changed");
        (await FirstEventAsync(server, await visitor.GetStringAsync(address))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_StoreDoesNotAnswer_SaysSoBeforeItBegins()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        var stream = new LiveStream(new PageRequest(context, null!, TimeProvider.System), static _ => throw new StoreUnavailableException("Not now."));

        await Should.ThrowAsync<StoreUnavailableException>(() => stream.ExecuteAsync(context));

        context.Response.ContentType.ShouldBeNull();
    }

    private static Span Turn(byte trace, byte span, int durationMs = 5) => OtlpSamples.Span(trace, span, durationMs: durationMs).With("mlflow.trace.session", "s");

    // As the script of the page asks. What comes with the beginning of a stream, which ends with an empty line.
    private static async Task<string> FirstEventAsync(ServerUnderTest server, string page)
    {
        var source = new Uri(server.HttpAddress, WebUtility.HtmlDecode(Source().Match(page).Groups[1].Value));
        var seen = Seen().Match(page).Groups[1].Value;
        seen.ShouldNotBeEmpty();
        using var client = new HttpClient();
        using var stream = new StreamReader(await client.GetStreamAsync(new UriBuilder(source) { Query = $"{source.Query}&seen={seen}" }.Uri));
        (await stream.ReadLineAsync()).ShouldBe("retry: 1000");
        return (await stream.ReadLineAsync())!;
    }

    [GeneratedRegex("<ob-live src=\"([^\"]+)\"")]
    private static partial Regex Source();

    [GeneratedRegex("data-seen=\"([^\"]+)\"")]
    private static partial Regex Seen();
}
