using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.Tests.Live;

public sealed class LiveStreamTests
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

    [Fact]
    public async Task Stream_StoreDoesNotAnswer_SaysSoBeforeItBegins()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        var stream = new LiveStream(TimeProvider.System, static _ => throw new StoreUnavailableException("Not now."));

        await Should.ThrowAsync<StoreUnavailableException>(() => stream.ExecuteAsync(context));

        context.Response.ContentType.ShouldBeNull();
    }
}
