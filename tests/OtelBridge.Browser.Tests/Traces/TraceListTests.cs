using System.Text.RegularExpressions;
using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Traces;

/// <summary>What people do with the list of traces.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class TraceListTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Filter_WrittenWithCompletionAlone_FindsTheFailedTraceByKeyboard()
    {
        await PlayAsync(3, failed: 1);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces?last=1h");
            await page.Keyboard.PressAsync("/");
            await page.Keyboard.TypeAsync("stat");
            await ChooseAsync(page, "status");
            await ChooseAsync(page, "=");
            await ChooseAsync(page, "ERROR");
            await page.Keyboard.PressAsync("Escape");
            await page.Page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("j");
            await page.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Page).ToHaveURLAsync(OneTrace());
        });
    }

    [Fact]
    public async Task Filter_WithAMistake_SaysWhereAndKeepsTheText()
    {
        await PlayAsync(1, failed: 0);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces");
            await Filter(page).FillAsync("status = 'OK' AND naem = 'x'");
            await Assertions.Expect(page.Text("at column 19")).ToBeVisibleAsync();

            await page.Button("Apply").ClickAsync();
            await Assertions.Expect(page.Heading("The filter cannot be read")).ToBeVisibleAsync();
            await Assertions.Expect(Filter(page)).ToHaveValueAsync("status = 'OK' AND naem = 'x'");
            await Assertions.Expect(page.Text("at column 19")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task List_MoreThanAPage_LoadsAsOneScrollsAndIsThereAgainOnTheWayBack()
    {
        await PlayAsync(120, failed: 0);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces");
            await Assertions.Expect(page.Page.Locator(".traces-count")).ToHaveTextAsync("120 traces");
            await ScrollToEndAsync(page);
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(100);
            await ScrollToEndAsync(page);
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(120);
            await page.Page.Locator(".traces-open").Nth(110).ClickAsync();
            await Assertions.Expect(page.Page).ToHaveURLAsync(OneTrace());

            await page.Page.GoBackAsync();

            await Assertions.Expect(Rows(page)).ToHaveCountAsync(120);
            await Assertions.Expect(page.Page.Locator(".traces-open").Nth(110)).ToBeInViewportAsync();
        });
    }

    [Fact]
    public async Task Cell_ItsMenu_NarrowsTheListByKeyboard()
    {
        await PlayAsync(3, failed: 1);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces?order=execution_time_ms%20DESC");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);
            await page.Keyboard.PressAsync("j", "f");
            await Assertions.Expect(page.ByRole(AriaRole.Menu, "Filter by")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(Filter(page)).ToHaveValueAsync("NOT status = 'ERROR'");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        });
    }

    [Fact]
    public async Task Live_NewTraces_AppearOnTopUnlessSomethingIsSelected()
    {
        await PlayAsync(2, failed: 0);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces?live=1");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
            await _server.PlayAsync(SupportDesk.Answer(Now, "Where is my rake?"));
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);

            await page.Keyboard.PressAsync("j", "x");
            await _server.PlayAsync(SupportDesk.Answer(Now.AddSeconds(1), "And my spade?"));
            await page.Button("1 new").ClickAsync();

            await Assertions.Expect(Rows(page)).ToHaveCountAsync(4);
            await Assertions.Expect(page.Text("1 selected")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Delete_Selected_IsConfirmedInADialogAndSaid()
    {
        await PlayAsync(3, failed: 1);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces");
            await page.Keyboard.PressAsync("j", "x", "j", "x", "#");
            await Assertions.Expect(page.Heading("Delete 2 traces?")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);

            await page.Keyboard.PressAsync("#");
            await page.Button("Delete 2 traces").ClickAsync();

            await Assertions.Expect(page.Text("2 traces deleted.")).ToBeVisibleAsync();
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task Chart_AStretchChosenByKeyboard_IsTheRangeOfTheAddress()
    {
        await PlayAsync(10, failed: 2);

        await chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces");
            await page.Page.Locator("#traces-count-chart .chart-mark[tabindex='0']").FocusAsync();
            foreach (var key in (string[])["Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"])
            {
                await page.Page.Keyboard.PressAsync(key);
            }

            await Assertions.Expect(page.Page).ToHaveURLAsync(Between());
        });
    }

    private static ILocator Rows(PageUnderTest page) => page.Page.Locator(".traces-table tbody tr");

    private static ILocator Filter(PageUnderTest page) => page.ByRole(AriaRole.Combobox, "Filter");

    private static Task ScrollToEndAsync(PageUnderTest page) => page.Page.Locator(".traces-scroll").EvaluateAsync("element => element.scrollTop = element.scrollHeight");

    private static async Task ChooseAsync(PageUnderTest page, string label)
    {
        var option = page.Page.GetByRole(AriaRole.Option).Filter(new() { Has = page.Page.GetByText(label, new() { Exact = true }) }).First;
        await Assertions.Expect(option).ToBeVisibleAsync();
        while (await option.GetAttributeAsync("aria-selected") != "true")
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Keyboard.PressAsync("Enter");
    }

    private Task PlayAsync(int traces, int failed) => _server.PlayAsync(
        Enumerable.Range(0, traces).Select(i => SupportDesk.Answer(Now.AddMinutes(-1).AddSeconds(-i), $"Question {i}?", i < failed ? null : SupportDesk.GoodAnswer)));

    [GeneratedRegex("/traces/tr-")]
    private static partial Regex OneTrace();

    [GeneratedRegex("from=.+to=")]
    private static partial Regex Between();
}
