using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Two people who change one tag at once: the second is told, and nothing is lost unseen.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TagTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public Task Tag_ThatSomebodyElseChangedMeanwhile_IsAskedAbout() => Chromium.VisitAsync(Server.HttpAddress, async second =>
    {
        second.Expect("409"); // the browser writes of the answer that asks
        await second.OpenAsync(Good.Address);
        await Tag(second, "production").ClickAsync();
        await second.TextBox("environment", exact: false).FillAsync("development");

        await Chromium.VisitAsync(Server.HttpAddress, async first =>
        {
            await first.OpenAsync(Good.Address);
            await first.Keyboard.EnterAsync(Tag(first, "production"));
            await first.Keyboard.TabToAsync(first.TextBox("environment", exact: false));
            await first.Keyboard.PressAsync("Control+a");
            await first.Keyboard.TypeAsync("staging");
            await first.Keyboard.EnterAsync(first.Button("Save").First);
            await ShouldShowAsync(Tag(first, "staging"));
        });

        await second.Button("Save").First.ClickAsync();
        await ShouldShowAsync(second.Heading("Somebody else changed this tag"));
        await ShouldShowAsync(second.Text("staging"));
        await second.Button("Use yours").ClickAsync();
        await ShouldShowAsync(Tag(second, "development"));
    });

    private static ILocator Tag(PageUnderTest page, string value) => page.Page.Locator("summary", new() { HasText = value });
}
