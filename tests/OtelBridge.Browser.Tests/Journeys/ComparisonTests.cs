using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Comparing the failed trace with a good one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ComparisonTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task Comparison_WithTheMouse_ShowsWhatDiffers() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(Failed.Address);
        await page.Link("Compare…").ClickAsync();
        await page.Link("Compare with the latest that went well").ClickAsync();

        await ShouldDifferAsync(page);
    });

    [Fact]
    public Task Comparison_WithTheKeyboard_ShowsWhatDiffers() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("traces?order=execution_time%20DESC");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count);
        await page.Keyboard.PressAsync("j", "x", "j", "x", "=");

        await ShouldDifferAsync(page);
    });

    private async Task ShouldDifferAsync(PageUnderTest page)
    {
        await page.AddressSaysAsync("/compare?");
        page.Address.ShouldContain(Failed.Id);
        await ShouldShowAsync(page.Heading("Compare"));
        await ShouldShowAsync(page.Page.GetByText(SupportDesk.OrderTool));
        await ShouldShowAsync(page.ByRole(AriaRole.Columnheader, "Right against left"));
    }
}
