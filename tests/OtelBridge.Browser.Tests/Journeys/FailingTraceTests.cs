using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Finding the failing trace of the last hour.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FailingTraceTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task FailingTrace_WithTheMouse_IsFoundAndSaysWhatFailed() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Link("Traces").First.ClickAsync();
        await page.Text("Time range: All time").ClickAsync();
        await page.Link("Last 1 h").ClickAsync();
        await page.AddressSaysAsync("last=1h");
        await page.Button("Errors").ClickAsync();
        await page.AddressSaysAsync("status = 'ERROR'");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);

        await page.Link(SupportDesk.Name).ClickAsync();

        await ShouldBeTheFailedAsync(page);
    });

    [Fact]
    public Task FailingTrace_WithTheKeyboard_IsFoundAndSaysWhatFailed() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("g", "t");
        await page.AddressSaysAsync("/traces");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TabToAsync(page.Link("Last 1 h"), "ArrowUp"); // a menu is walked by arrows
        await page.Keyboard.PressAsync("Enter");
        await page.AddressSaysAsync("last=1h");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("status = 'ERROR'");
        await page.Keyboard.PressAsync("Escape", "Enter");
        await page.AddressSaysAsync("status = 'ERROR'");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);

        await page.Keyboard.EnterAsync(page.Link(SupportDesk.Name));

        await ShouldBeTheFailedAsync(page);
    });

    private async Task ShouldBeTheFailedAsync(PageUnderTest page)
    {
        await page.AddressSaysAsync(Failed.Id);
        await ShouldShowAsync(page.Heading(SupportDesk.Name));
        await ShouldShowAsync(page.Text(SupportDesk.ErrorMessage));
    }
}
