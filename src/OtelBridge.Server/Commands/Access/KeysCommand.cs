using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Rest.Access;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands.Access;

/// <summary><c>otelbridge keys</c>: makes, lists and revokes API keys of a store.</summary>
internal sealed class KeysCommand
{
    private const int MostDays = 36_500;

    private readonly Option<string?> _store = AccessSession.StoreOption();

    private readonly Argument<string> _name = new("NAME") { Description = "What people call it, e.g. ci." };

    private readonly Option<string[]> _scopes = new("--scope")
    {
        HelpName = "ingest|read|write|admin",
        Description = "What it is good for; may be given several times, or with commas.",
        Required = true,
    };

    private readonly Option<string[]> _experiments = new("--experiment")
    {
        HelpName = "ID",
        Description = "An experiment that it is held to; may be given several times. [default: all]",
    };

    private readonly Option<int?> _days = new("--days") { HelpName = "DAYS", Description = "For how many days. [default: for ever]" };

    private readonly Argument<string> _id = new("ID") { Description = "The id of the key: what stands between obk_ and the next _." };

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object: 'keys'." };

    public KeysCommand()
    {
        var make = new Command("make", "Makes a key and prints it, once and alone, so that KEY=$(otelbridge keys make …) works.") { _name, _scopes, _experiments, _days, _store };
        make.SetAction(MakeAsync);
        var list = new Command("list", "Lists keys, the newest first, with their last use; never their secrets.") { _store, _json };
        list.SetAction(ListAsync);
        var revoke = new Command("revoke", "Ends a key for good.") { _id, _store };
        revoke.SetAction(RevokeAsync);
        Command = new Command("keys", "API keys of a store, without a server: the first key of a machine, or one more.") { make, list, revoke };
    }

    public Command Command { get; }

    private async Task<int> MakeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var days = parsed.GetValue(_days);
        if (days is < 1 or > MostDays)
        {
            throw new UsageException($"--days is a number of days, 1 to {MostDays}; leave it out for a key that does not expire.");
        }

        string[] names = [.. parsed.GetRequiredValue(_scopes).SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        var experiments = parsed.GetValue(_experiments) ?? [];
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadWrite, cancellationToken);
        foreach (var id in experiments)
        {
            await RequireAsync(session.Store, id, cancellationToken);
        }

        var (key, secret) = await session.ChangeAsync(
            "keys make",
            access => access.AddKeyAsync(
                parsed.GetRequiredValue(_name), ScopeNames.Read(names), experiments, days is { } length ? TimeSpan.FromDays(length) : null, WorkspaceName.Default, Quota.None, cancellationToken),
            note =>
            {
                foreach (var id in experiments)
                {
                    note.Add(AuditSubject.Experiment, id);
                }
            });
        Console.Error.WriteLine($"Made the key {key.Id}, '{TerminalText.Clean(key.Name)}': {ScopesOf(key)}, {ExperimentsOf(key)}, {EndOf(key)}. It is shown this once.");
        Console.Out.WriteLine(secret.ToString());
        return ExitCodes.Ok;
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadOnly, cancellationToken);
        var keys = await session.ReadAsync(access => access.ListKeysAsync(cancellationToken));
        if (parsed.GetValue(_json))
        {
            await JsonOutput.WriteAsync(
                json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("keys"u8);
                    foreach (var key in keys)
                    {
                        KeyEndpoints.Write(json, key);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                },
                cancellationToken);
            return ExitCodes.Ok;
        }

        TextTable.Write(
            Terminal.Open(),
            "No keys.",
            ["key", "name", "scopes", "experiments", "made", "by", "ends", "last used"],
            keys.Select(static key => (string[])[key.Id, key.Name, ScopesOf(key), ExperimentsOf(key), TimeOf(key.CreatedMs), key.CreatedBy, EndOf(key), TimeOf(key.LastUsedMs)]));
        return ExitCodes.Ok;
    }

    private async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(_id);
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadWrite, cancellationToken);
        await session.ChangeAsync(
            "keys revoke",
            async access =>
            {
                await access.RevokeKeyAsync(id, cancellationToken);
                return true;
            },
            note => note.Add(AuditSubject.Key, id));
        Console.Error.WriteLine($"Revoked the key {TerminalText.Clean(id)}.");
        return ExitCodes.Ok;
    }

    private static async Task RequireAsync(ITraceStore store, string id, CancellationToken cancellationToken)
    {
        if (await store.Experiments.FindAsync(id, cancellationToken) is null)
        {
            throw new UsageException($"--experiment: there is no experiment with the id '{id}' in this store.");
        }
    }

    private static string ScopesOf(ApiKey key) => string.Join(", ", ScopeNames.Of(key.Scopes).Select(static pair => pair.Name));

    private static string ExperimentsOf(ApiKey key) => key.ExperimentIds is { } ids ? $"experiment {string.Join(", ", ids)}" : "every experiment";

    private static string EndOf(ApiKey key) => key.RevokedMs is { } revoked ? $"revoked {TimeOf(revoked)}" : key.ExpiresMs is { } end ? $"until {TimeOf(end)}" : "without end";

    private static string TimeOf(long? ms) =>
        ms is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "never";
}
