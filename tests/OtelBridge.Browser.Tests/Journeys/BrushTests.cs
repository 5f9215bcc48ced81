using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Choosing a range of time on the histogram above the list.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BrushTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task Histogram_DraggedOver_ShowsThatRangeAlone() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("traces?last=1h");
        var plot = await PlotAsync(page);
        await plot.ScrollIntoViewIfNeededAsync();
        var box = await plot.BoundingBoxAsync() ?? throw new InvalidOperationException("The histogram has no place.");
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height / 2));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + (box.Height / 2), new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();

        await ShouldBeNarrowedAsync(page);
    });

    [Fact]
    public Task Histogram_WithTheKeyboard_ShowsThatRangeAlone() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("traces?last=1h");
        await PlotAsync(page);
        await page.Keyboard.TabToAsync(page.Page.Locator("ob-chart a.chart-mark[tabindex='0']").First);
        await page.Keyboard.PressAsync("ArrowLeft", "ArrowLeft", "ArrowLeft");
        await page.Keyboard.PressAsync("Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter");

        await ShouldBeNarrowedAsync(page);
    });

    private static async Task<ILocator> PlotAsync(PageUnderTest page)
    {
        var plot = page.Page.Locator("ob-chart svg.chart-plot").First;
        await ShouldShowAsync(plot);
        return plot;
    }

    private async Task ShouldBeNarrowedAsync(PageUnderTest page)
    {
        await page.AddressSaysAsync("from=");
        await Assertions.Expect(Rows(page)).Not.ToHaveCountAsync(All.Count);
        page.Address.ShouldContain("to=");
        page.Address.ShouldNotContain("last=");
        (await Rows(page).CountAsync()).ShouldBeInRange(1, All.Count - 5);
    }
}
