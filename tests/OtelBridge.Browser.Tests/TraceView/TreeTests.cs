using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.TraceView;

/// <summary>The tree of a trace: what only a browser can show.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TreeTests(Chromium chromium) : IAsyncLifetime
{
    private const int Small = 40;
    private const int Large = 30_000;

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        foreach (var part in (int[])[Small, Large])
        {
            foreach (var request in LargeTraces.Requests(part, part))
            {
                await _server.Grpc.CallAsync(TraceServiceMethods.Export, request);
            }
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public Task Tree_OfThirtyThousandSpans_IsWalkedFromEndToEnd() => VisitAsync(Large, async page =>
    {
        await Tree(page).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(Selected(page)).ToHaveAttributeAsync("aria-rowindex", $"{Large + 1}");
        (await Tree(page).GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThan(100); // the others are not in the page

        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(Selected(page)).ToHaveAttributeAsync("aria-rowindex", "2");
    });

    [Fact]
    public Task Fold_AndUnfold_HideAndShowWhatIsBelow() => VisitAsync(Small, async page =>
    {
        await Tree(page).FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(Selected(page)).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(Tree(page)).ToHaveAttributeAsync("aria-rowcount", "2");

        await page.Keyboard.PressAsync("ArrowRight", "ArrowRight");

        await Assertions.Expect(Tree(page)).ToHaveAttributeAsync("aria-rowcount", $"{Small + 1}");
        await Assertions.Expect(Selected(page)).ToContainTextAsync("turn 1");
    });

    [Fact]
    public Task Find_WithTheKeyboard_GoesFromOneToTheNextAndIsInTheAddress() => VisitAsync(Small, async page =>
    {
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("tool");
        await Assertions.Expect(page.Page.Locator(".tree-hits")).ToContainTextAsync("1 of ");

        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Page.Locator(".tree-hits")).ToContainTextAsync("2 of ");
        await Assertions.Expect(Selected(page)).ToContainTextAsync("TOOL");
        await page.AddressSaysAsync("search=tool");
    });

    [Fact]
    public Task View_AfterZoomAndCriticalPath_IsTheSameFromItsAddress() => VisitAsync(Small, async page =>
    {
        await page.Keyboard.PressAsync("c", "+", "+", "j");
        await page.AddressSaysAsync("zoom=");
        await page.AddressSaysAsync("span=");
        var (address, span) = (page.Address, await Selected(page).GetAttributeAsync("id"));

        await page.OpenAsync(address);

        await Assertions.Expect(page.Button("Critical path")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(Selected(page)).ToHaveAttributeAsync("id", span!);
        page.Address.ShouldBe(address);
    });

    private static ILocator Tree(PageUnderTest page) => page.ByRole(AriaRole.Treegrid, "Spans");

    private static ILocator Selected(PageUnderTest page) => Tree(page).Locator("[aria-selected=true]");

    private Task VisitAsync(int trace, Func<PageUnderTest, Task> walk) => chromium.VisitAsync(_server.HttpAddress, async page =>
    {
        await page.OpenAsync($"traces/{OtlpSamples.TraceIdText(trace)}");
        await Assertions.Expect(page.Button("Critical path")).ToBeVisibleAsync(); // the script is there
        await walk(page);
    });
}
