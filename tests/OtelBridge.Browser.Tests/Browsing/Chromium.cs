using System.Runtime.CompilerServices;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>One browser for all tests; every visit is somebody new, who has never been here: no cookies, no storage, no cache.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float Patience = 30_000; // milliseconds; what is there is seen at once, and machines may be crowded

    private IPlaywright? _driver;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        (_driver, _browser) = await ChromiumProgram.LaunchAsync();
    }

    /// <summary>Walks through the pages of a server. Fails with what the walk fails with, and when a page complained or asked for something outside of this machine.</summary>
    /// <param name="server">Where the pages are, up to and with a prefix.</param>
    /// <param name="walk">What is done there.</param>
    /// <param name="look">The window and the theme.</param>
    /// <param name="test">The test, which a failure's picture is named after.</param>
    /// <param name="file">Its file.</param>
    public async Task VisitAsync(
        Uri server, Func<PageUnderTest, Task> walk, Look? look = null, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        look ??= Look.WideLight;
        await using var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Patience);
        var faults = new PageFaults();
        faults.Watch(context);
        var page = new PageUnderTest(await context.NewPageAsync(), server, faults);
        try
        {
            await walk(page);
            await page.SettleAsync();
            faults.ShouldBeNone();
        }
        catch (Exception e)
        {
            var name = $"{Path.GetFileNameWithoutExtension(file)}.{test}.{look}";
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{await PictureAsync(page.Page, name)}{Environment.NewLine}{faults}", e);
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _driver?.Dispose();
    }

    // What the page looked like when the walk ended, and what it was made of.
    private static async Task<string> PictureAsync(IPage page, string name)
    {
        var path = RepositoryFolder.File("TestResults", "failures", name);
        try
        {
            await page.ScreenshotAsync(new() { Path = path + ".png", Timeout = 5_000 });
            await File.WriteAllTextAsync(path + ".html", await page.ContentAsync());
            return $"The page was {page.Url}; see {path}.png and .html.";
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException or IOException)
        {
            return $"The page was {page.Url}; it gave no picture: {e.Message}";
        }
    }
}
