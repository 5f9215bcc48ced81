using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Putting a tag on a trace, while somebody else does so too.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TagTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task Tag_WithTheKeyboard_IsThere() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(Failed.Address);
        await ShouldShowAsync(Tag(page.Page, "Tag"));
        await page.Keyboard.PressAsync("#");
        await page.Keyboard.TabToAsync(page.TextBox("Name"));
        await page.Keyboard.TypeAsync("team");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("returns");
        await page.Keyboard.PressAsync("Enter");

        await ShouldShowAsync(Tag(page.Page, "team returns"));
    });

    [Fact]
    public Task Tag_ThatSomebodyElseChanged_IsAskedAbout() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await SetAsync("returns");
        await page.OpenAsync(Failed.Address);
        await Tag(page.Page, "team returns").ClickAsync();
        await SetAsync("theirs");
        await page.Page.Locator("#tags textarea:visible").FillAsync("mine");
        await page.Button("Save").ClickAsync();

        await ShouldShowAsync(page.Heading("Somebody else changed this tag"));
        await ShouldShowAsync(page.Text("theirs"));
        await page.Button("Use yours").ClickAsync();
        await ShouldShowAsync(Tag(page.Page, "team mine"));
    });

    private Task SetAsync(string team) =>
        Server.Grpc.CallAsync(TrackingServiceMethods.SetTraceTag, new SetTraceTagRequest { TraceId = Failed.Id, Key = "team", Value = team });

    private static ILocator Tag(IPage page, string text) => page.Locator("#tags summary").Filter(new() { HasText = text });
}
