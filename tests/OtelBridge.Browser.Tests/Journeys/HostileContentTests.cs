using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Nothing that a trace holds runs, leads out of the pages, or asks another machine: a visit fails when it does.</summary>
[Collection(BrowserCollection.Name)]
public sealed class HostileContentTests(Chromium chromium)
{
    private static readonly string[] Tabs = ["", "attributes", "events", "links", "resource", "usage", "raw"];

    [Fact]
    public async Task Content_OnEveryTabOfEverySpan_IsTextOnly()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var trace = HostileContent.Everywhere(DateTimeOffset.UtcNow);
        await server.PlayAsync(trace);
        await chromium.VisitAsync(server.HttpAddress, async page =>
        {
            for (var span = 0; span < trace.Spans.Count; span++)
            {
                foreach (var tab in Tabs)
                {
                    await page.OpenAsync($"{trace.Address}?span={trace.SpanId(span)}&tab={tab}");
                    await Assertions.Expect(page.Page.Locator("#span")).ToBeVisibleAsync();
                    await ShouldHoldNoMarkupAsync(page);
                }
            }

            foreach (var address in new[] { "traces", "sessions", "dashboard", $"compare?left={trace.Id}&right={trace.Id}" })
            {
                await page.OpenAsync(address);
                await ShouldHoldNoMarkupAsync(page);
            }
        });
    }

    // What text of a trace would have made, had it been markup.
    private static async Task ShouldHoldNoMarkupAsync(PageUnderTest page)
    {
        var found = await page.Page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('body *')]
              .filter(element => element.localName === 'script' || [...element.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))
                || (element.localName === 'img' && !element.src.startsWith('data:')))
              .map(element => element.outerHTML.slice(0, 200)).join('\n')
            """);
        found.ShouldBeEmpty();
    }
}
