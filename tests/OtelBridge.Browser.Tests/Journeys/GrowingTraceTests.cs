using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Watching a trace while it is being written.</summary>
[Collection(BrowserCollection.Name)]
public sealed class GrowingTraceTests(Chromium chromium) : Desk(chromium)
{
    [Fact]
    public async Task Trace_ThatGrows_ShowsItsNewSpansByItself()
    {
        var trace = SupportDesk.Growing(Now);
        await Server.PlayAsync(trace);
        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync(trace.Address);
            await ShouldShowAsync(page.Row("collect sources"));

            trace.Add("write chapter", SpanType.ChatModel, trace.Spans[0], 1.5, 0.4);
            await Server.PlayAsync(trace);
            await ShouldShowAsync(page.Row("write chapter"));

            await page.Keyboard.PressAsync("j", "j");
            await ShouldShowAsync(SpanName(page, "write chapter"));

            trace.Spans[0].EndTimeUnixNano = (trace.Start + TimeSpan.FromSeconds(3)).Nanos();
            trace.Spans[0].Status.Code = Otlp.Status.Types.StatusCode.Ok;
            await Server.PlayAsync(trace);
            await Assertions.Expect(page.Page.Locator("#trace-head").GetByText("OK", new() { Exact = true })).ToBeVisibleAsync();
            await ShouldShowAsync(SpanName(page, "write chapter"));
        });
    }

    [Fact]
    public Task List_ThatIsLive_ShowsNewTracesByItself() => Chromium.VisitAsync(Server.HttpAddress, async page =>
    {
        await page.OpenAsync("traces");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count);
        await page.Keyboard.PressAsync("l");
        await page.AddressSaysAsync("live=");

        await Server.PlayAsync(SupportDesk.Answer(Now, "Are you still there?"));

        await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count + 1);
    });

    [Fact]
    public async Task List_OutOfSight_GivesItsConnectionBackAndReadsAgainWhenItIsLookedAt()
    {
        const string Sight = "hidden => { Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true }); "
            + "document.dispatchEvent(new Event('visibilitychange')); }";
        await Chromium.VisitAsync(Server.HttpAddress, async page =>
        {
            await page.OpenAsync("traces?live=1");
            var ended = new TaskCompletionSource();
            page.Page.RequestFailed += (_, request) => _ = request.ResourceType == "eventsource" && ended.TrySetResult();
            await page.Page.EvaluateAsync(Sight, true);
            await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await Server.PlayAsync(SupportDesk.Answer(Now, "Are you still there?"));

            await page.Page.EvaluateAsync(Sight, false);

            await Assertions.Expect(Rows(page)).ToHaveCountAsync(All.Count + 1);
        });
    }
}
