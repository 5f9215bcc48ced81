using System.Text.RegularExpressions;
using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>What is around every page: keys, the palette, themes, links from elsewhere.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FrameTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task Palette_WithAPastedId_LeadsToTheTrace() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.InsertTextAsync($"trace {Failed.Id} failed");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync(Failed.Id);
        await page.Keyboard.PressAsync("Enter");

        await page.AddressSaysAsync($"traces/{Failed.Id}");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Palette_LeadsToPagesAndFiltersThatWereUsed() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("traces?filter=status+%3D+%27ERROR%27");
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.InsertTextAsync("status err");
        await page.Keyboard.PressAsync("Enter");
        await page.AddressSaysAsync("filter=status = 'ERROR'");

        await page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.InsertTextAsync("health");
        await page.Keyboard.PressAsync("Enter");
        await page.AddressSaysAsync("/status");
    });

    [Fact]
    public Task Keys_AreListedAndLeadToPages() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.ByRole(AriaRole.Dialog, "Keys")).ToContainTextAsync("Go to Traces");
        await page.Keyboard.PressAsync("g", "t");
        await Assertions.Expect(page.Page).ToHaveTitleAsync(new Regex("^Experiments"));

        await page.Keyboard.PressAsync("Escape", "g", "r");
        await Assertions.Expect(page.Page).ToHaveTitleAsync(new Regex("^Runs"));
        await Assertions.Expect(page.Heading("Runs")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("/", "g", "e");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("ge");
        await Assertions.Expect(page.Page).ToHaveTitleAsync(new Regex("^Runs"));
    });

    [Fact]
    public Task Theme_IsKept() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("runs");
        await page.Page.Locator("#theme-switch").ClickAsync();
        await page.Button("Dark").ClickAsync();
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        page.Address.ShouldBe("runs");

        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    });

    [Fact]
    public Task LinkOfMlflowsPage_LeadsToOurs() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync($"#/experiments/0/traces?o=1&selectedEvaluationId={Good.Id}");

        await page.AddressSaysAsync($"/traces/{Good.Id}");
    });

    [Fact]
    public Task Change_ThatIsRefused_LeavesWhatWasTyped() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        page.Expect("409"); // what the browser writes of the answer
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("n");
        await page.Page.Keyboard.InsertTextAsync("Default");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Text("names are never used twice")).ToBeVisibleAsync();

        await Assertions.Expect(page.TextBox("Name")).ToHaveValueAsync("Default");
        await page.TextBox("Name").FillAsync("support desk");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Heading("support desk")).ToBeFocusedAsync();
    });

    [Fact]
    public Task Experiment_IsDeletedAfterAQuestion_AndRestored() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Keyboard.PressAsync("n");
        await page.Page.Keyboard.InsertTextAsync("to be deleted");
        await page.Keyboard.PressAsync("Enter");
        await page.Button("Delete the experiment").ClickAsync();
        await page.Button("Cancel").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.Button("Delete the experiment").ClickAsync();
        await page.Button("Delete").ClickAsync();
        await Assertions.Expect(page.Heading("Experiments")).ToBeVisibleAsync();
        await Assertions.Expect(page.Text("to be deleted")).ToHaveCountAsync(0);

        await page.Link("Deleted").ClickAsync();
        await page.Link("to be deleted").ClickAsync();
        await page.Button("Restore").ClickAsync();
        await Assertions.Expect(page.Button("Delete the experiment")).ToBeVisibleAsync();
    });
}
