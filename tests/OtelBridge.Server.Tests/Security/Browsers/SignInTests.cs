using System.Net;
using System.Net.Http.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>How people come in by a browser, and out again.</summary>
public sealed class SignInTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Password = "long enough for all";

    private GuardedServer Server => shared.Guarded;

    [Fact]
    public async Task Page_OfNobody_LeadsToThePageForSigningIn_AndFromThereBack()
    {
        using var browser = new Browser(Server.Server);

        using var asked = await browser.AnswerAsync(new HttpRequestMessage(HttpMethod.Get, "traces?last=1h&order=name"));
        var to = asked.Headers.Location!.OriginalString;
        var form = await browser.GetAsync(to);
        var signedIn = await browser.SignInAsync("admin", GuardedServer.AdminPassword, "traces?last=1h&order=name");
        var page = await browser.GetAsync(signedIn.To);

        asked.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        asked.Headers.WwwAuthenticate.ShouldBeEmpty();
        to.ShouldBe("/sign-in?to=traces%3Flast%3D1h%26order%3Dname");
        form.Text.ShouldContain("name=\"to\" value=\"traces?last=1h&amp;order=name\"");
        signedIn.To.ShouldBe("/traces?last=1h&order=name");
        (page.Status, page.Text.Contains("Signed in as admin", StringComparison.Ordinal)).ShouldBe((200, true));
        (await browser.GetAsync("sign-in?to=runs")).To.ShouldBe("/runs"); // there is nothing to do any more
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("a\r\nSet-Cookie: b=c")]
    public async Task To_LeadsToPagesOfThisServerAlone(string to)
    {
        using var browser = new Browser(Server.Server);

        var answer = await browser.SignInAsync("admin", GuardedServer.AdminPassword, to);

        answer.Status.ShouldBe(303);
        new Uri(Server.Server.HttpAddress, answer.To).Authority.ShouldBe(Server.Server.HttpAddress.Authority);
        answer.To.ShouldStartWith("/");
    }

    [Fact]
    public async Task WrongPassword_AndUnknownName_AreToldAlike()
    {
        using var browser = new Browser(Server.Server);

        var wrong = await browser.SignInAsync("admin", "something else");
        var unknown = await browser.SignInAsync("nobody", "something else");
        var strange = await browser.SignInAsync(new string('x', 10_000), new string('y', 10_000));

        wrong.Status.ShouldBe(401);
        wrong.Text.ShouldContain("The name or the password is wrong.");
        unknown.ShouldBe((wrong.Status, wrong.To, wrong.Text.Replace("value=\"admin\"", "value=\"nobody\"", StringComparison.Ordinal)));
        strange.Status.ShouldBe(401);
        browser.Cookie.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, "otelbridge-sign-in=", "; path=/;", false)]
    [InlineData("https", null, "__Host-otelbridge-sign-in=", "; path=/;", true)]
    [InlineData("https", "/otel", "__Secure-otelbridge-sign-in=", "; path=/otel/;", true)]
    public async Task Cookie_IsForThisServerAlone(string? protocol, string? prefix, string begins, string path, bool isSecure)
    {
        (string, string)[] headers = [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-Proto", protocol ?? "http"), ("X-Forwarded-Prefix", prefix ?? "")];
        using var browser = new Browser(Server.Server, headers);
        using var form = new FormUrlEncodedContent([new("name", "admin"), new("password", GuardedServer.AdminPassword)]);

        using var answer = await browser.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, "sign-in") { Content = form });

        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith(begins);
        cookie.ShouldContain(path);
        cookie.ShouldContain("; max-age=604800;", Case.Insensitive);
        cookie.ShouldContain("; httponly", Case.Insensitive);
        cookie.ShouldContain("; samesite=lax", Case.Insensitive);
        cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase).ShouldBe(isSecure);
        cookie.ShouldNotContain("domain", Case.Insensitive);
    }

    [Fact]
    public async Task Cookie_PlantedByAPageWithoutTls_IsNotRead()
    {
        using var browser = await Browser.OfAdminAsync(Server);
        using var overTls = new Browser(Server.Server, ("X-Forwarded-Proto", "https"), ("Cookie", browser.Cookie));

        (await overTls.GetAsync("runs")).To.ShouldBe("/sign-in?to=runs");
    }

    [Fact]
    public async Task SignOut_EndsItOnTheServer()
    {
        using var browser = await Browser.OfAdminAsync(Server);
        using var thief = new Browser(Server.Server, ("Cookie", browser.Cookie));
        (await thief.GetAsync("runs")).Status.ShouldBe(200);

        var left = await browser.PostAsync("sign-out");
        using var again = await Browser.OfAdminAsync(Server);
        using var forgotten = new Browser(Server.Server, ("Cookie", again.Cookie));
        await again.SignInAsync("manager", GuardedServer.ManagerPassword);

        left.To.ShouldBe("/sign-in");
        browser.Cookie.ShouldBeEmpty();
        (await thief.GetAsync("runs")).To.ShouldBe("/sign-in?to=runs");
        (await forgotten.GetAsync("runs")).To.ShouldBe("/sign-in?to=runs"); // somebody else signed in there after that
    }

    [Fact]
    public async Task OwnPassword_Changed_EndsEverySignInButThatOne()
    {
        await Server.PostAsync("/api/2.0/mlflow/users/create", new { username = "ada", password = Password });
        using var browser = await Browser.SignedInAsync(Server, "ada", Password);
        using var other = await Browser.SignedInAsync(Server, "ada", Password);

        var unknowing = await browser.PostAsync("account/password", ("current", "a guess"), ("next", "a new one of hers"), ("again", "a new one of hers"));
        var typo = await browser.PostAsync("account/password", ("current", Password), ("next", "a new one of hers"), ("again", "a new one of his"));
        var tooShort = await browser.PostAsync("account/password", ("current", Password), ("next", "short"), ("again", "short"));
        var changed = await browser.PostAsync("account/password", ("current", Password), ("next", "a new one of hers"), ("again", "a new one of hers"));

        unknowing.Text.ShouldContain("The name or the password is wrong.");
        typo.Text.ShouldContain("The new password is not the same twice.");
        tooShort.Text.ShouldContain("A password has 8 to 256 characters.");
        changed.To.ShouldBe("/account?done=1");
        (await browser.GetAsync("account?done=1")).Text.ShouldContain("The password is changed.");
        (await other.GetAsync("account")).To.ShouldBe("/sign-in?to=account");
    }

    [Fact]
    public async Task Person_WhoseSignInsAreEndedOrWhoIsDeleted_IsOutAtOnce()
    {
        await Server.PostAsync("/api/2.0/mlflow/users/create", new { username = "bob", password = Password });
        using var browser = await Browser.SignedInAsync(Server, "bob", Password);
        using var other = await Browser.SignedInAsync(Server, "bob", Password);

        await browser.PostAsync("account/sign-out-everywhere");
        (await other.GetAsync("account")).To.ShouldBe("/sign-in?to=account");
        await other.SignInAsync("bob", Password);
        (await other.GetAsync("account")).Status.ShouldBe(200);
        using var body = JsonContent.Create(new { username = "bob" });
        (await Server.SendAsync(HttpMethod.Delete, new Uri(Server.Server.HttpAddress, "/api/2.0/mlflow/users/delete"), GuardedServer.Admin, body)).Status.ShouldBe(200);

        (await other.GetAsync("account")).To.ShouldBe("/sign-in?to=account");
    }

    [Fact]
    public async Task Programs_AreAskedAsBefore_AndPagesOpenNoBoxOfTheBrowser()
    {
        (string Path, (string, string)[] Headers, int Status, bool IsChallenged)[] requests =
        [
            ("/", [("Accept", "*/*")], 401, true),
            ("/api/2.0/mlflow/experiments/search?max_results=1", [], 401, true),
            ("/api/2.0/mlflow/experiments/search?max_results=1", [("Referer", Server.Server.HttpAddress.ToString())], 401, false),
            ("/palette?q=a", [("Accept", "*/*"), ("Sec-Fetch-Mode", "cors")], 401, false),
            ("/", [("Accept", "text/html"), ("Authorization", GuardedServer.Basic("admin", "one of last year").ToString())], 303, false),
        ];
        foreach (var (path, headers, status, isChallenged) in requests)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.Server.HttpAddress, path));
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
            using var answer = await http.SendAsync(request);

            ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Count > 0).ShouldBe((status, isChallenged), path);
        }
    }

    [Fact]
    public async Task Change_OfWhoIsOut_SaysSo_AndChangesNothing()
    {
        using var browser = new Browser(Server.Server);

        var (status, _, text) = await browser.PostAsync("experiments/create", ("name", "planted by nobody"));

        status.ShouldBe(401);
        text.ShouldContain("You are not signed in any more, so nothing was changed.");
        (await Server.GetAsync("/api/2.0/mlflow/experiments/get-by-name?experiment_name=planted%20by%20nobody", GuardedServer.Admin)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task SignIn_CountsWherePagesAreAlone_AndWhatItShowsIsNotKept()
    {
        using var browser = await Browser.OfAdminAsync(Server);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Server.OtlpHttpAddress, "/v1/traces")) { Headers = { { "Cookie", browser.Cookie }, { "Sec-Fetch-Site", "same-origin" } } };

        using var refused = await Server.Server.OtlpHttp.SendAsync(elsewhere);
        using var page = await browser.AnswerAsync(new HttpRequestMessage(HttpMethod.Get, "runs"));
        using var rest = await browser.AnswerAsync(new HttpRequestMessage(HttpMethod.Get, "ajax-api/2.0/mlflow/users/get?username=admin"));

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        rest.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PersonOfAProxy_NeverSeesThePage_AndHasNothingToSignOutOf()
    {
        await using var server = await GuardedServer.StartAsync(static options =>
        {
            options.Access.UserHeader = "X-Forwarded-User";
            options.Access.TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")];
        });
        using var browser = new Browser(server.Server, ("X-Forwarded-User", "kim"), ("Sec-Fetch-Site", "same-origin"));

        var page = await browser.GetAsync("./");

        page.Status.ShouldBe(200);
        page.Text.ShouldContain("Signed in as kim");
        page.Text.ShouldNotContain("Sign out");
        (await browser.GetAsync("sign-in?to=runs")).To.ShouldBe("/runs");
        (await browser.GetAsync("account")).Text.ShouldNotContain("account/password");
    }

    [Fact]
    public async Task ServerThatAsksNobody_HasNoPeople()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var browser = new Browser(server);

        (await browser.GetAsync("./")).Text.ShouldNotContain("Signed in as");
        foreach (var path in (string[])["sign-in", "account", "keys", "people"])
        {
            var (status, _, text) = await browser.GetAsync(path);
            (status, text.Contains("This server asks nobody who they are", StringComparison.Ordinal)).ShouldBe((404, true), path);
        }
    }
}
