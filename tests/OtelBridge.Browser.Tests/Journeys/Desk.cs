using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Where a journey begins: a server with the last hour of a support desk, that the journey may change.</summary>
public abstract class Desk(Chromium chromium) : IAsyncLifetime
{
    protected DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    protected ServerUnderTest Server { get; private set; } = null!;

    protected IReadOnlyList<SceneTrace> All { get; private set; } = [];

    protected SceneTrace Failed { get; private set; } = null!;

    protected SceneTrace Good { get; private set; } = null!;

    protected Chromium Chromium { get; } = chromium;

    public virtual async Task InitializeAsync()
    {
        Server = await ServerUnderTest.StartAsync();
        (All, Failed, Good) = SupportDesk.LastHour(Now);
        await Server.PlayAsync(All);
    }

    public virtual async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>The rows of the list of traces, without its head.</summary>
    protected static ILocator Rows(PageUnderTest page) => page.ByRole(AriaRole.Table, "Traces").Locator("tbody").GetByRole(AriaRole.Row);

    /// <summary>The span that is shown beside the tree.</summary>
    protected static ILocator SpanName(PageUnderTest page, string name) => page.Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true, Level = 2 });

    protected static Task ShouldShowAsync(ILocator what) => Assertions.Expect(what.First).ToBeVisibleAsync();
}
