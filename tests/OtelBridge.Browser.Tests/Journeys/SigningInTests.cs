using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>An admin on a server that asks: in, a key for a program, its end, and out.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SigningInTests(Chromium chromium) : IAsyncLifetime
{
    private const string Password = "seven garden tools";

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() =>
        _server = await ServerUnderTest.StartAsync(static options => (options.Access.IsRequired, options.Access.AdminPassword) = (true, Password));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public Task Admin_SignsIn_MakesAKey_RevokesIt_AndSignsOut() => chromium.VisitAsync(_server.HttpAddress, async page =>
    {
        page.Expect("401"); // the wrong password
        await page.OpenAsync("runs?experiment=0");
        await TryAsync(page, "seven flower pots");
        await ShouldShowAsync(page.Text("The name or the password is wrong."));
        await TryAsync(page, Password);
        await page.AddressSaysAsync("/runs?experiment=0");

        await page.Keyboard.EnterAsync(page.Page.Locator("#person-menu"));
        await page.Link("API keys").ClickAsync();
        await page.Link("New key").ClickAsync();
        await page.TextBox("Name").FillAsync("shop");
        await page.Button("Make the key").ClickAsync();
        await ShouldShowAsync(page.Heading("The key “shop” is made"));
        var key = await page.Page.Locator("#made-key").InnerTextAsync();
        (await SendAsync(key)).Status.ShouldBe(HttpStatusCode.OK);

        await page.Link("I have it").ClickAsync();
        await ShouldShowAsync(page.Row("shop").GetByText("ago").Last);
        await page.Link("Revoke shop").ClickAsync();
        await page.Button("Revoke").ClickAsync();
        await ShouldShowAsync(page.Row("shop").GetByText("revoked"));
        var (status, text) = await SendAsync(key);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        text.ShouldContain("was revoked. Ask for a new one.");

        // All of that is in the log, as the keyboard finds it.
        await page.Keyboard.EnterAsync(page.Page.Locator("#person-menu"));
        await page.Keyboard.EnterAsync(page.Link("Audit log"));
        await ShouldShowAsync(page.Heading("Audit log"));
        await page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("admin");
        await page.Keyboard.PressAsync("Enter");
        await page.AddressSaysAsync("who=admin");
        await ShouldShowAsync(page.Row("POST /keys/revoke"));

        await page.Page.Locator("#person-menu").ClickAsync();
        await page.Button("Sign out").ClickAsync();
        await ShouldShowAsync(page.Heading("Sign in"));
        await page.OpenAsync("keys");
        await page.AddressSaysAsync("/sign-in?to=keys");
    });

    private static async Task TryAsync(PageUnderTest page, string password)
    {
        await page.TextBox("Name").FillAsync("admin");
        await page.TextBox("Password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
    }

    private static Task ShouldShowAsync(ILocator what) => Assertions.Expect(what).ToBeVisibleAsync();

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.OtlpHttpAddress, "/v1/traces"))
        {
            Content = new StringContent("""{"resourceSpans":[]}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
        using var answer = await _server.OtlpHttp.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
