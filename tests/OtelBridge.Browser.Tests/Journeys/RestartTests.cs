using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>A server that goes away under an open page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RestartTests(Chromium chromium)
{
    [Fact]
    public async Task LiveList_WhileTheServerRestarts_SaysSoAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var first = await OtelBridgeProcess.StartAsync(folder.File("otelbridge.db"));
        await using var killed = first;
        await SendAsync(first, "Before");
        await chromium.VisitAsync(first.HttpAddress, async page =>
        {
            page.Expect("ERR_"); // what the browser writes of connections that broke
            await page.OpenAsync("traces?live=1");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);

            await first.KillAsync();
            await Assertions.Expect(page.Text("The server does not answer").First).ToBeVisibleAsync();

            string[] options = ["--store", $"sqlite:{folder.File("otelbridge.db")}", "--grpc", "127.0.0.1:0", "--otlp-http", "off", "--http", $"127.0.0.1:{first.HttpAddress.Port}"];
            await using var second = await OtelBridgeProcess.StartAsync(options, new Dictionary<string, string?>());
            await Assertions.Expect(page.Text("The server is back").First).ToBeVisibleAsync();

            await SendAsync(second, "After");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        });
    }

    private static async Task SendAsync(OtelBridgeProcess server, string question)
    {
        using var client = new UnaryGrpcClient(server.GrpcAddress, new UnaryGrpcClientOptions());
        await client.PlayAsync(SupportDesk.Answer(DateTimeOffset.UtcNow, question));
    }

    private static ILocator Rows(PageUnderTest page) => page.ByRole(AriaRole.Table, "Traces").Locator("tbody").GetByRole(AriaRole.Row);
}
