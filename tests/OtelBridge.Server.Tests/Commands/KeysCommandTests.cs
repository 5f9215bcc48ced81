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

    [Theory]
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
