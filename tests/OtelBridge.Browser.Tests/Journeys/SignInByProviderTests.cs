using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Identity;

namespace OtelBridge.Browser.Tests.Journeys;

/// <summary>Somebody signs in by a provider of OpenID Connect at another site, as a real browser keeps and sends cookies.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SignInByProviderTests(Chromium chromium)
{
    [Fact]
    public async Task Person_SignsInAtTheProvider_ComesBackToThePage_AndSignsOut()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await provider.KnowAsync(new { sub = "ada", email = "ada@example.com", email_verified = true });
        await using var server = await ServerUnderTest.StartAsync(options => (options.Access.IsRequired, options.Access.OpenIdConnect) = (true, provider.Access()));

        await chromium.VisitAsync(server.HttpAddress, async page =>
        {
            page.Expect(provider.Issuer.Authority); // to a browser it is another machine
            page.Expect("fonts.googleapis.com"); // its page wants a font, and gets none: the browser may go nowhere else
            await page.OpenAsync("runs?experiment=0");
            await page.Link("Sign in with Example SSO").ClickAsync();
            await page.Page.GetByPlaceholder("Enter any login").FillAsync("ada");
            await page.Page.GetByPlaceholder("and password").FillAsync("any");
            await page.Button("Sign-in").ClickAsync();
            await page.AddressSaysAsync("/runs?experiment=0");
            (await page.Page.Context.CookiesAsync()).Where(cookie => cookie.Domain == server.HttpAddress.Host).Select(static cookie => cookie.Name).ShouldBe(["otelbridge-sign-in"]);

            await page.Page.Locator("#person-menu").ClickAsync();
            await Assertions.Expect(page.Page.GetByText("ada@example.com").First).ToBeVisibleAsync();
            await page.Button("Sign out").ClickAsync();
            await Assertions.Expect(page.Heading("Sign in")).ToBeVisibleAsync();
            await page.OpenAsync("account");
            await page.AddressSaysAsync("/sign-in?to=account");
        });
    }
}
