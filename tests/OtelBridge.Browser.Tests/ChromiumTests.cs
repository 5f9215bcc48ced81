using Microsoft.Playwright;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests;

public sealed class ChromiumTests
{
    [Fact]
    public async Task FirstPage_InABrowser_HasAHeading()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync();

        await page.GotoAsync(server.HttpAddress.ToString());

        (await page.GetByRole(AriaRole.Heading, new() { Name = "Experiments" }).IsVisibleAsync()).ShouldBeTrue();
    }
}
