using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Deleting, which asks first.</summary>
[Collection(BrowserCollection.Name)]
public sealed class DeletionTests(Chromium chromium) : Desk(chromium)
{
    private const string FailedOnes = "traces?filter=status%20%3D%20%27ERROR%27";

    [Fact]
    public Task Trace_WithTheMouse_IsDeletedAfterTheQuestion() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(FailedOnes);
        await Rows(page).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Button("Delete…").ClickAsync();
        await ShouldShowAsync(page.Heading("Delete 1 trace?"));
        await page.Button("Keep them").Or(page.Link("Keep them")).First.ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Button("Delete…").ClickAsync();
        await page.Button("Delete 1 trace").ClickAsync();

        await ShouldBeGoneAsync(page);
    });

    [Fact]
    public Task Trace_WithTheKeyboard_IsDeletedAfterTheQuestion() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(FailedOnes);
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("j", "x", "#");
        await ShouldShowAsync(page.Heading("Delete 1 trace?"));
        await page.Keyboard.EnterAsync(page.Button("Delete 1 trace"));

        await ShouldBeGoneAsync(page);
    });

    private async Task ShouldBeGoneAsync(PageUnderTest page)
    {
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(0);
        await page.OpenAsync("traces");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count - 1);
    }
}
