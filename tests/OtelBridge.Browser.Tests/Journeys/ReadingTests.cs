using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Reading a trace: its conversation, and which tool was slow.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReadingTests(Chromium chromium) : Desk(chromium)
{
    private const string Chat = "chat gpt-4o-mini";

    [Fact]
    public Task Conversation_WithTheMouse_IsRead() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await OpenTreeAsync(page);
        await page.ByRole(AriaRole.Treegrid, "Spans").GetByText(Chat).Last.ClickAsync();

        await ShouldBeReadAsync(page);
    });

    [Fact]
    public Task Conversation_WithTheKeyboard_IsRead() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await OpenTreeAsync(page);
        await page.Keyboard.PressAsync("j", "j", "j", "j");

        await ShouldBeReadAsync(page);
    });

    [Fact]
    public Task SlowTool_WithTheMouse_IsSeen() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await OpenTreeAsync(page);
        await page.Button("Slowest", exact: false).ClickAsync();

        await ShouldShowAsync(SpanName(page, SupportDesk.SlowTool));
        await ShouldShowAsync(page.Text("1.70 s").Or(page.Text("1.7 s")));
    });

    [Fact]
    public Task SlowTool_WithTheKeyboard_IsSeen() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await OpenTreeAsync(page);
        await page.Keyboard.PressAsync("s");

        await ShouldShowAsync(SpanName(page, SupportDesk.SlowTool));
    });

    private async Task OpenTreeAsync(PageUnderTest page)
    {
        await page.OpenAsync(Good.Address);
        await ShouldShowAsync(page.ByRole(AriaRole.Row, SupportDesk.SlowTool, exact: false));
        await ShouldShowAsync(page.Button("Slowest", exact: false));
    }

    private static async Task ShouldBeReadAsync(PageUnderTest page)
    {
        await ShouldShowAsync(SpanName(page, Chat));
        await ShouldShowAsync(page.Text("Look orders up before you answer."));
        await ShouldShowAsync(page.Text("Where is my order?"));
        await ShouldShowAsync(page.Text("left our house on Monday"));
        await ShouldShowAsync(page.Page.GetByText(SupportDesk.OrderTool));
    }
}
