using System.Text.Json;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

/// <summary><c>otelbridge keys</c>, <c>users</c> and <c>audit</c>, on a store that no server has seen yet.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => "sqlite:" + _folder.File("store.db");

    [Fact]
    public async Task Key_IsPrintedOnceAndAlone_AsTheStoreKnowsIt_AndInTheLog()
    {
        var made = await OtelBridgeCommand.RunAsync("keys", "make", "ci", "--scope", "ingest,read", "--experiment", "0", "--days", "7", "--store", Store);
        var added = await OtelBridgeCommand.RunAsync("users", "add", "ada", "--store", Store);
        var listed = await OtelBridgeCommand.RunAsync("keys", "list", "--json", "--store", Store);
        var audit = await OtelBridgeCommand.RunAsync("audit", "--action", "grant", "--json", "--store", Store);

        made.ExitCode.ShouldBe(0, made.Error);
        var key = ApiKeySecret.TryParse(made.Output.Trim()).ShouldNotBeNull();
        made.Error.ShouldStartWith($"Made the key {key.Id}, 'ci': ingest, read, experiment 0, until ");
        added.Output.Trim().Length.ShouldBe(24, added.Error);
        var kept = JsonDocument.Parse(listed.Output).RootElement.GetProperty("keys").EnumerateArray().ShouldHaveSingleItem();
        kept.GetProperty("key_id").GetString().ShouldBe(key.Id);
        kept.GetProperty("created_by").GetString().ShouldBe($"command:{Environment.UserName}");
        JsonDocument.Parse(audit.Output).RootElement.GetProperty("entries").EnumerateArray()
            .Select(static entry => $"{entry.GetProperty("who")} {entry.GetProperty("request")} {string.Join(' ', entry.GetProperty("about").EnumerateArray())}")
            .ShouldBe([$"command:{Environment.UserName} users add user:ada", $"command:{Environment.UserName} keys make experiment:0 key:{key.Id} scope:ingest scope:read"]);
        audit.Output.ShouldNotContain(key.Secret);
        listed.Output.ShouldNotContain(key.Secret);
        await using var store = await TraceStores.OpenAsync(Store, StoreAccess.ReadOnly, CancellationToken.None);
        var catalog = ((IAccessStore)store).Access;
        key.Matches((await catalog.FindKeyAsync(key.Id, CancellationToken.None))!.Hash).ShouldBeTrue();
        PasswordHash.Matches(added.Output.Trim(), (await catalog.FindPersonAsync("ada", CancellationToken.None))!.Password).ShouldBeTrue();
    }

    [Fact]
    public async Task Workspace_ThatIsNamed_HasTheKey_ThePermissionAndTheMember()
    {
        var team = "sqlite:" + _folder.File("team.db");
        await using (var store = await TraceStores.OpenAsync(team, StoreAccess.ReadWrite, CancellationToken.None))
        {
            await store.Experiments.CreateAsync("theirs", new Dictionary<string, string>(), CancellationToken.None);
        }

        string[] there = ["--workspace", $"team-a={team}", "--store", Store];
        var made = await OtelBridgeCommand.RunAsync(["keys", "make", "ci", "--scope", "ingest", "--experiment", "1", "--quota", "searches=off", .. there]);
        await OtelBridgeCommand.RunAsync("users", "add", "ada", "--store", Store);
        var granted = await OtelBridgeCommand.RunAsync(["users", "grant", "ada", "1", "EDIT", .. there]);
        var member = await OtelBridgeCommand.RunAsync(["users", "member", "ada", "READ", .. there]);
        var id = ApiKeySecret.TryParse(made.Output.Trim()).ShouldNotBeNull(made.Error).Id;
        var changed = await OtelBridgeCommand.RunAsync("keys", "quota", id, "searches=default,spans_per_second=5", "--store", Store);

        made.Error.ShouldStartWith($"Made the key {id}, 'ci': ingest, experiment 1 of team-a, without end, quota searches=off.");
        (granted.ExitCode, member.ExitCode, changed.ExitCode).ShouldBe((0, 0, 0), granted.Error + member.Error + changed.Error);
        changed.Error.TrimEnd().ShouldBe($"Changed the key {id}, 'ci', quota spans_per_second=5.");
        await using var main = await TraceStores.OpenAsync(Store, StoreAccess.ReadOnly, CancellationToken.None);
        var catalog = ((IAccessStore)main).Access;
        var key = (await catalog.FindKeyAsync(id, CancellationToken.None))!;
        (key.Workspace, key.Quota.ToString()).ShouldBe(("team-a", "spans_per_second=5"));
        var ada = (await catalog.FindPersonAsync("ada", CancellationToken.None))!;
        ada.Memberships.Select(static membership => $"{membership.Workspace} {membership.Permission}").ShouldBe(["team-a Read"]);
        (await catalog.ReadGrantsAsync(ada.Id, CancellationToken.None)).Select(static grant => $"{grant.Workspace} {grant.ExperimentId} {grant.Permission}").ShouldBe(["team-a 1 Edit"]);
    }

    [Theory]
    [InlineData("--workspace: OTELBRIDGE_WORKSPACES declares no workspace 'team-a'; write NAME=ADDRESS, such as team-a=sqlite:team-a.db.", "keys", "make", "ci", "--scope", "read", "--workspace", "team-a")]
    [InlineData("--quota: 'spans' is not a quota; these are: spans_per_second, spans_at_once, bytes_per_day, bytes_per_request, attributes_per_span, attribute_bytes, events_per_span, links_per_span, searches, search_seconds, search_rows.", "keys", "make", "ci", "--scope", "read", "--quota", "spans=1")]
    [InlineData("'everything' is not a scope; these are: ingest, read, write, admin.", "keys", "make", "ci", "--scope", "everything")]
    [InlineData("--experiment: there is no experiment with the id '7' in this store.", "keys", "make", "ci", "--scope", "read", "--experiment", "7")]
    public async Task WrongOption_IsNamed_AndNothingIsMade(string error, params string[] arguments)
    {
        var result = await OtelBridgeCommand.RunAsync([.. arguments, "--store", Store]);

        result.ErrorLines.ShouldBe([$"otelbridge: {error}", "See: otelbridge keys make --help"]);
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}
