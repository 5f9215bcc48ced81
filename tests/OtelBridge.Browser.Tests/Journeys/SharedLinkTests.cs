using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Sharing what one sees: the address alone shows somebody else the same.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SharedLinkTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public async Task Span_AfterTheMouse_IsTheSameForSomebodyElse()
    {
        var (address, text) = ("", "");
        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync(Failed.Address);
            await page.ByRole(AriaRole.Treegrid, "Spans").GetByText(SupportDesk.OrderTool).ClickAsync();
            await ShouldShowAsync(SpanName(page, SupportDesk.OrderTool));
            await page.ByRole(AriaRole.Navigation, "Parts of the span").GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
            (address, text) = await SeenAsync(page);
        });

        await ShouldSeeTheSameAsync(address, text);
    }

    [Fact]
    public async Task Span_AfterTheKeyboard_IsTheSameForSomebodyElse()
    {
        var (address, text) = ("", "");
        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync(Failed.Address);
            await ShouldShowAsync(page.Button("Slowest", exact: false));
            await page.Keyboard.PressAsync("e");
            await ShouldShowAsync(SpanName(page, SupportDesk.OrderTool));
            await page.Keyboard.EnterAsync(page.ByRole(AriaRole.Navigation, "Parts of the span").GetByRole(AriaRole.Link, new() { Name = "Events" }));
            (address, text) = await SeenAsync(page);
        });

        await ShouldSeeTheSameAsync(address, text);
    }

    [Fact]
    public async Task List_WithFilterAndOrder_IsTheSameForSomebodyElse()
    {
        var (address, first) = ("", "");
        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces?filter=status%20%3D%20%27OK%27");
            await page.Link("Duration", exact: false).ClickAsync();
            await page.AddressSaysAsync("order=");
            (address, first) = (page.Address, await Rows(page).First.GetAttributeAsync("id") ?? "");
        });

        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync(address);
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count - 1);
            (await Rows(page).First.GetAttributeAsync("id")).ShouldBe(first);
        });
    }

    private static async Task<(string Address, string Text)> SeenAsync(PageUnderTest page)
    {
        await page.AddressSaysAsync("tab=events");
        await ShouldShowAsync(page.Text("Shop.Orders.FindAsync"));
        return (page.Address, await page.ByRole(AriaRole.Navigation, "Parts of the span").AriaSnapshotAsync());
    }

    private Task ShouldSeeTheSameAsync(string address, string text) => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(address);
        await ShouldShowAsync(SpanName(page, SupportDesk.OrderTool));
        var seen = await SeenAsync(page);
        seen.Text.ShouldBe(text);
    });
}
