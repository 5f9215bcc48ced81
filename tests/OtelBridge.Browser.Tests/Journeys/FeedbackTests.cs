using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Saying what one thinks of a trace, and finding it again by that.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FeedbackTests(Chromium chromium) : Desk(chromium)
{
    private const string Why = "The customer got no answer.";
    private const string Filter = "feedback.politeness = 'false'";

    [Fact]
    public Task Feedback_WithTheMouse_IsSavedAndFound() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(Failed.Address);
        await page.Text("Give feedback").ClickAsync();
        await page.TextBox("Name").Or(page.ByRole(AriaRole.Combobox, "Name")).First.FillAsync("politeness");
        await page.ByRole(AriaRole.Radio, "No").CheckAsync();
        await page.TextBox("Why").FillAsync(Why);
        await page.Button("Save").ClickAsync();
        await ShouldBeSaidAsync(page);

        await page.OpenAsync("traces");
        await page.Page.GetByLabel("Filter", new() { Exact = true }).FillAsync(Filter);
        await page.Button("Apply").ClickAsync();

        await ShouldBeFoundAsync(page);
    });

    [Fact]
    public Task Feedback_WithTheKeyboard_IsSavedAndFound() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync(Failed.Address);
        await ShouldShowAsync(page.Text("Give feedback"));
        await page.Keyboard.PressAsync("f");
        await page.Keyboard.TabToAsync(page.TextBox("Name").Or(page.ByRole(AriaRole.Combobox, "Name")).First);
        await page.Keyboard.TypeAsync("politeness");
        await page.Keyboard.PressAsync("Escape", "Tab", "ArrowRight");
        await Assertions.Expect(page.ByRole(AriaRole.Radio, "No")).ToBeCheckedAsync();
        await page.Keyboard.TabToAsync(page.TextBox("Why"));
        await page.Keyboard.TypeAsync(Why);
        await page.Keyboard.PressAsync("Control+Enter");
        await ShouldBeSaidAsync(page);

        await page.Keyboard.PressAsync("g", "t");
        await ShouldShowAsync(page.Page.GetByLabel("Filter", new() { Exact = true }));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(Filter);
        await page.Keyboard.PressAsync("Escape", "Enter");

        await ShouldBeFoundAsync(page);
    });

    private static async Task ShouldBeSaidAsync(PageUnderTest page)
    {
        await ShouldShowAsync(page.Text(Why));
        await ShouldShowAsync(page.Page.GetByText("politeness", new() { Exact = true }));
    }

    private async Task ShouldBeFoundAsync(PageUnderTest page)
    {
        await page.AddressSaysAsync(Filter);
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        (await Rows(page).First.GetAttributeAsync("id")).ShouldBe(Failed.Id);
    }
}
