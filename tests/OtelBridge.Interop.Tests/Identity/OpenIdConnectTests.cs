using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Identity;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Identity;

/// <summary>People sign in by a provider of OpenID Connect that is not ours.</summary>
public sealed class OpenIdConnectTests(SharedProvider shared) : IClassFixture<SharedProvider>
{
    private const string AdminPassword = "the admin's own";

    private readonly IdentityProvider _provider = shared.Provider;

    [Fact]
    public async Task Person_WhomTheProviderKnows_IsLedThereAndBack_AndIsTheSameWhateverTheyAreCalledThen()
    {
        await using var server = await StartAsync(_provider.Access());
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com", email_verified = true });
        using var browser = new VisitingBrowser(server.HttpAddress);
        using var later = new VisitingBrowser(server.HttpAddress);

        var form = await browser.GetAsync("traces?last=1h");
        var first = await browser.SignInAsync("1", "traces?last=1h");
        await _provider.KnowAsync(new { sub = "1", email = "ada@elsewhere.example", email_verified = true });
        var second = await later.SignInAsync("1", "account");

        form.Text.ShouldContain("href=\"sign-in/sso?to=traces%3Flast%3D1h\"");
        form.Text.ShouldContain("Sign in with Example SSO");
        (first.Address.PathAndQuery, first.Status).ShouldBe(("/traces?last=1h", 200), first.Text);
        first.Text.ShouldContain("Signed in as ada@example.com");
        second.Text.ShouldContain("Signed in as ada@example.com");
        (await browser.GetAsync("people")).Status.ShouldBe(403); // no admin by that alone
        server.Log.ShouldNotContain(static entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task WayBack_ThatIsTakenTwice_ByAnotherBrowser_OrChanged_LetsNobodyIn()
    {
        await using var server = await StartAsync(_provider.Access());
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com" });
        using var browser = new VisitingBrowser(server.HttpAddress);
        using var stranger = new VisitingBrowser(server.HttpAddress);

        var back = (await browser.SignInAsync("1", stopAt: static address => address.AbsolutePath == "/sign-in/sso/back")).Address;
        var stolen = await stranger.GetAsync(back.ToString()); // also how somebody else's account would be slipped to a victim
        await browser.GetAsync(back.ToString());
        var again = await browser.GetAsync(back.ToString());
        var changed = await stranger.GetAsync("sign-in/sso/back?code=1&state=2");
        var empty = await stranger.GetAsync("sign-in/sso/back");
        var denied = await stranger.GetAsync("sign-in/sso/back?error=access_denied&error_description=%3Cscript%3E");

        foreach (var (_, status, text) in new[] { stolen, again, changed, empty, denied })
        {
            status.ShouldBe(401, text);
            text.ShouldContain("role=\"alert\"");
            text.ShouldNotContain("<script>");
        }

        denied.Text.ShouldContain("You were not let in at Example SSO");
        (await stranger.GetAsync("account")).Address.AbsolutePath.ShouldBe("/sign-in");
        server.Log.ShouldNotContain(static entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Groups_SayWhoComesIn_AndWhoIsAnAdmin_AtEachSignIn()
    {
        await using var server = await StartAsync(_provider.Access(groups: ["tracing", "ops"], adminGroups: ["ops"]));
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com", groups = new[] { "ops" } });
        await _provider.KnowAsync(new { sub = "2", email = "bob@example.com", groups = new[] { "tracing", "other" } });
        await _provider.KnowAsync(new { sub = "3", email = "eve@example.com", groups = new[] { "Ops", "tracing2" } });

        (await PeopleAsync("1")).Status.ShouldBe(200);
        (await PeopleAsync("2")).Status.ShouldBe(403);
        var eve = await PeopleAsync("3");
        (eve.Status, eve.Text.Contains("in none of the groups", StringComparison.Ordinal)).ShouldBe((403, true), eve.Text);
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com", groups = new[] { "tracing" } });
        (await PeopleAsync("1")).Status.ShouldBe(403);

        async Task<(Uri Address, int Status, string Text)> PeopleAsync(string who)
        {
            using var browser = new VisitingBrowser(server.HttpAddress);
            return await browser.SignInAsync(who, "people");
        }
    }

    [Theory]
    [InlineData("""{"sub":"9","email":"admin"}""", "The name admin is somebody else&#x27;s here.")]
    [InlineData("""{"sub":"9","email":"ada@example.com"}""", "The name ada@example.com is somebody else&#x27;s here.")]
    [InlineData("""{"sub":"9","email":"eve@example.com","email_verified":false}""", "has not verified")]
    [InlineData("""{"sub":"9"}""", "--oidc-name-claim")]
    [InlineData("""{"sub":"9","email":"a:b"}""", "is no name here")]
    public async Task Person_WhoCannotBeNamed_IsTold_AndNotLetIn(string claims, string message)
    {
        await using var server = await StartAsync(_provider.Access());
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com" });
        await _provider.KnowAsync(System.Text.Json.JsonDocument.Parse(claims).RootElement);
        using var ada = new VisitingBrowser(server.HttpAddress);
        await ada.SignInAsync("1");
        using var browser = new VisitingBrowser(server.HttpAddress);

        var refused = await browser.SignInAsync("9");

        (refused.Status, refused.Text.Contains(message, StringComparison.Ordinal)).ShouldBe((403, true), refused.Text);
        (await browser.GetAsync("account")).Address.AbsolutePath.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Provider_ThatIsAway_OrDoesNotKnowTheServer_IsSaid_AndPasswordsStillWork()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await StartAsync(provider.Access());
        await using var unknown = await StartAsync(_provider.Access(secret: "another"));
        using var browser = new VisitingBrowser(server.HttpAddress);
        using var other = new VisitingBrowser(unknown.HttpAddress);

        var disagreed = await other.GetAsync("sign-in/sso?to=traces");
        await provider.DisposeAsync();
        var away = await browser.GetAsync("sign-in/sso?to=traces");

        disagreed.Status.ShouldBe(503, disagreed.Text);
        unknown.Log.ShouldContain(static entry => entry.Level == LogLevel.Warning && entry.Exception!.Message.Contains("invalid_client", StringComparison.Ordinal));
        (away.Status, away.Text.Contains("Example SSO does not answer this server", StringComparison.Ordinal)).ShouldBe((503, true), away.Text);
        away.Text.ShouldContain("name=\"password\"");
        server.Log.ShouldContain(static entry => entry.Level == LogLevel.Warning && entry.Message.Contains("localhost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_ThatBeginsAtOneServer_EndsAtAnotherOnTheSameStore()
    {
        await using var server = await ServerUnderTest.StartAsync(options => Guard(options, _provider.Access()), on: TestStore.Postgres);
        await using var second = await ServerUnderTest.StartAsync(options => Guard(options, _provider.Access()), server.StoreAddress);
        await _provider.KnowAsync(new { sub = "1", email = "ada@example.com" });
        using var browser = new VisitingBrowser(server.HttpAddress);

        var back = (await browser.SignInAsync("1", "account", stopAt: static address => address.AbsolutePath == "/sign-in/sso/back")).Address;
        var page = await browser.GetAsync(new UriBuilder(back) { Port = second.HttpAddress.Port }.ToString());

        page.Address.Port.ShouldBe(second.HttpAddress.Port);
        (page.Status, page.Text.Contains("Signed in as ada@example.com", StringComparison.Ordinal)).ShouldBe((200, true), page.Text);
    }

    private static Task<ServerUnderTest> StartAsync(OpenIdConnectAccess access) => ServerUnderTest.StartAsync(options => Guard(options, access));

    private static void Guard(OtelBridgeServerOptions options, OpenIdConnectAccess access)
    {
        options.Access.IsRequired = true;
        options.Access.AdminPassword = AdminPassword;
        options.Access.OpenIdConnect = access;
    }
}
