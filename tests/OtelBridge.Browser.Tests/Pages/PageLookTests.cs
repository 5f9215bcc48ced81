using System.Text;
using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Pages;

/// <summary>Every page in light and dark, wide and narrow: a picture for people (TestResults/screenshots), and what can be checked without them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageLookTests(Chromium chromium, Showroom showroom) : IClassFixture<Showroom>
{
    // A page whose content is wider than the window, and so must be scrolled sideways as a whole.
    private const string Overflow = """
        () => {
          const wide = document.documentElement.scrollWidth - innerWidth;
          if (wide <= 0) {
            return '';
          }
          const names = [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 3).map(element => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`);
          return `${wide} px wider than the window: ${names.join(', ')}`;
        }
        """;

    public static TheoryData<string> Names => [.. PageList.All.Select(static page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_InEveryLook_IsThereForEverybody(string name)
    {
        var seen = PageList.All.Single(page => page.Name == name);
        var server = seen.Visitor is not null ? showroom.Guarded.Server : seen.IsEmpty ? showroom.EmptyServer : showroom.Server;
        var complaints = new StringBuilder();
        await chromium.VisitAsync(server.HttpAddress, async page =>
        {
            if (seen.Complaint is { } complaint)
            {
                page.Expect(complaint);
            }

            if (seen.Visitor is { Length: > 0 } visitor)
            {
                await page.SignInAsync(visitor, GuardedRoom.Password);
            }

            await page.OpenAsync(seen.Address(showroom));
            await (seen.Prepare?.Invoke(page) ?? Task.CompletedTask);
            await File.WriteAllTextAsync(Picture($"{name}.txt"), await page.Page.Locator("body").AriaSnapshotAsync());
            foreach (var look in Look.All)
            {
                await page.LooksAsync(look);
                await page.Page.ScreenshotAsync(new() { Path = Picture($"{name}-{look}.png") });
                Append(complaints, look, await Axe.ViolationsAsync(page.Page), await page.Page.EvaluateAsync<string>(Overflow));
            }
        }, test: name);

        complaints.ToString().ShouldBeEmpty();
    }

    // What is seen, and what is heard: the roles and names of a page are written beside its pictures.
    private static string Picture(string name)
    {
        var folder = RepositoryFolder.File("TestResults", "screenshots");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    private static void Append(StringBuilder complaints, Look look, params string[] found)
    {
        foreach (var complaint in found.Where(static text => text.Length > 0))
        {
            complaints.AppendLine($"{look}: {complaint}");
        }
    }
}
