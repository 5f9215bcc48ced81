using System.Text.RegularExpressions;
using OtelBridge.Server.Security;

namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>The pages for keys and people: what they do, to whom they show it, and what they never show.</summary>
public sealed partial class PeoplePageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Experiments = "/api/2.0/mlflow/experiments/search?max_results=10";
    private const string Password = "long enough for all";

    private GuardedServer Server => shared.Guarded;

    [Fact]
    public async Task Key_MadeOnThePage_IsShownOnce_Works_AndIsRevoked()
    {
        using var browser = await Browser.OfAdminAsync(Server);

        var made = await browser.PostAsync("keys/made", ("name", "nightly <b>"), ("scope", "ingest"), ("scope", "read"), ("experiment", Server.Own), ("days", "30"));
        var key = Secret().Match(made.Text).Value;
        var id = ApiKeySecret.TryParse(key)!.Value.Id;
        var used = await Server.GetAsync(Experiments, GuardedServer.Bearer(key));
        var list = await browser.GetAsync("keys");
        var question = await browser.GetAsync($"keys/revoke?id={id}");
        var revoked = await browser.PostAsync("keys/revoke", ("id", id));
        var after = await Server.GetAsync(Experiments, GuardedServer.Bearer(key));

        made.Text.ShouldContain($"MLFLOW_TRACKING_TOKEN={key}");
        made.Text.ShouldContain($"OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20{key},x-mlflow-experiment-id={Server.Own}");
        made.Text.ShouldContain($"OTEL_EXPORTER_OTLP_ENDPOINT={Server.Server.HttpAddress.ToString().TrimEnd('/')}&#xA;");
        used.Status.ShouldBe(200);
        list.Text.ShouldContain("nightly &lt;b&gt;");
        list.Text.ShouldContain("ingest, read");
        list.Text.ShouldContain("ours");
        list.Text.ShouldNotContain(key);
        list.Text.ShouldNotContain(ApiKeySecret.TryParse(key)!.Value.Hash);
        question.Text.ShouldContain("Revoke the key");
        revoked.To.ShouldBe("/keys");
        after.Text.ShouldContain("was revoked. Ask for a new one.");
        (await browser.GetAsync("keys/made")).To.ShouldBe("/keys");
    }

    [Theory]
    [InlineData("", "ingest", "7", "A key needs a name")]
    [InlineData("x", "", "7", "A key needs scopes")]
    [InlineData("x", "ingest", "0", "The days until a key ends")]
    [InlineData("x", "ingest", "for ever", "The days until a key ends")]
    public async Task Key_ThatCannotBe_SaysWhy(string name, string scope, string days, string words)
    {
        using var browser = await Browser.OfAdminAsync(Server);

        var (status, _, text) = await browser.PostAsync("keys/made", ("name", name), ("scope", scope), ("days", days));

        status.ShouldBe(409);
        text.ShouldContain(words);
    }

    [Fact]
    public async Task Person_MadeOnThePage_SignsIn_AndMayWhatIsGranted()
    {
        using var admin = await Browser.OfAdminAsync(Server);

        var made = await admin.PostAsync("people/create", ("name", "åsa & co/7"), ("password", Password));
        using var browser = await Browser.SignedInAsync(Server, "åsa & co/7", Password);
        var before = await browser.GetAsync("./");
        await admin.PostAsync("people/permission", ("name", "åsa & co/7"), ("experiment", Server.Own), ("permission", "READ"));
        var reading = await browser.GetAsync($"experiments/{Server.Own}");
        await admin.PostAsync("people/permission", ("name", "åsa & co/7"), ("experiment", Server.Own), ("permission", "EDIT"));
        var editing = await browser.GetAsync($"experiments/{Server.Own}");
        var wrong = await admin.PostAsync("people/permission", ("name", "åsa & co/7"), ("experiment", Server.Own), ("permission", "EVERYTHING"));
        var page = await admin.GetAsync(made.To);
        await admin.PostAsync("people/permission", ("name", "åsa & co/7"), ("experiment", Server.Own), ("permission", "EDIT"), ("do", "take-back"));
        var after = await browser.GetAsync("./");

        made.To.ShouldBe("/people/person?name=%C3%A5sa%20%26%20co%2F7");
        before.Text.ShouldNotContain(">ours<");
        reading.Text.ShouldContain("To change it needs the permission EDIT.");
        reading.Text.ShouldNotContain("Delete the experiment");
        editing.Text.ShouldContain("Rename");
        editing.Text.ShouldNotContain("Delete the experiment");
        wrong.Text.ShouldContain("is no permission; these are: READ, EDIT, MANAGE, NO_PERMISSIONS.");
        page.Text.ShouldContain("value=\"EDIT\" selected");
        after.Text.ShouldNotContain(">ours<");
    }

    [Fact]
    public async Task Person_IsGivenAPassword_MadeAdmin_AndDeleted()
    {
        using var admin = await Browser.OfAdminAsync(Server);
        await admin.PostAsync("people/create", ("name", "cleo"), ("password", Password));

        (await admin.PostAsync("people/password", ("name", "cleo"), ("password", "another long one"))).To.ShouldBe("/people/person?name=cleo");
        using var browser = await Browser.SignedInAsync(Server, "cleo", "another long one");
        (await browser.GetAsync("people")).Status.ShouldBe(403);
        await admin.PostAsync("people/admin", ("name", "cleo"), ("admin", "yes"));
        (await browser.GetAsync("people")).Text.ShouldContain("cleo");
        (await admin.GetAsync("people/delete?name=cleo")).Text.ShouldContain("Delete cleo?");
        (await admin.PostAsync("people/delete", ("name", "cleo"))).To.ShouldBe("/people");

        (await browser.GetAsync("people")).To.ShouldBe("/sign-in?to=people");
        (await admin.GetAsync("people")).Text.ShouldNotContain("cleo");
        (await admin.PostAsync("people/delete", ("name", "admin"))).Text.ShouldContain("the last one who may do everything");
    }

    [Fact]
    public async Task KeysAndPeople_AreForAdmins_AndOthersAreToldSoByAPage()
    {
        using var browser = await Browser.OfManagerAsync(Server);

        foreach (var path in (string[])["keys", "keys/new", "people", "people/person?name=admin"])
        {
            var (status, _, text) = await browser.GetAsync(path);
            (status, text.Contains("This needs the scope admin; manager does not have it.", StringComparison.Ordinal)).ShouldBe((403, true), path);
            text.ShouldContain("Signed in as manager");
        }

        (await browser.PostAsync("keys/made", ("name", "planted"), ("scope", "admin"))).Status.ShouldBe(403);
        (await browser.PostAsync("people/admin", ("name", "manager"), ("admin", "yes"))).Status.ShouldBe(403);
        (await browser.GetAsync("./")).Text.ShouldNotContain("href=\"keys\"");
    }

    [Fact]
    public async Task Manager_GivesPermissionsOnTheirExperiment_AndOnNoOther()
    {
        using var admin = await Browser.OfAdminAsync(Server);
        using var browser = await Browser.OfManagerAsync(Server);
        await admin.PostAsync("people/create", ("name", "dora"), ("password", Password));

        var given = await browser.PostAsync($"experiments/{Server.Own}/people", ("name", "dora"), ("permission", "READ"));
        var page = await browser.GetAsync($"experiments/{Server.Own}");
        var foreign = await browser.PostAsync($"experiments/{Server.Foreign}/people", ("name", "dora"), ("permission", "READ"));
        var nobody = await browser.PostAsync($"experiments/{Server.Own}/people", ("name", ""), ("permission", "READ"));

        given.To.ShouldBe($"/experiments/{Server.Own}");
        page.Text.ShouldContain("Permission of dora");
        foreign.Status.ShouldBe(404);
        nobody.Text.ShouldContain("Say whose permission it is");
    }

    [GeneratedRegex("obk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")]
    private static partial Regex Secret();
}
