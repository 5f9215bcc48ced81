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

    private readonly Option<string?> _workspace = WorkspaceOption.Make();

    private readonly Option<string?> _quota = new("--quota")
    {
        HelpName = "NAME=VALUE,…",
        Description = $"How much its user may ask for, as 'serve --quota' says it for everybody: {QuotaField.Names}. [default: what the server says]",
    };

    private readonly Argument<string> _change = new("QUOTA")
    {
        Description = $"What is to be otherwise, as NAME=VALUE,…; '{Quota.Off}' for no limit, '{QuotaChange.Default}' for what the server says. What is not named stays.",
    };

    private readonly Argument<string> _id = new("ID") { Description = "The id of the key: what stands between obk_ and the next _." };

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object: 'keys'." };

    public KeysCommand()
    {
        var make = new Command("make", "Makes a key and prints it, once and alone, so that KEY=$(otelbridge keys make …) works.") { _name, _scopes, _experiments, _days, _workspace, _quota, _store };
        make.SetAction(MakeAsync);
        var list = new Command("list", "Lists keys, the newest first, with their last use; never their secrets.") { _store, _json };
        list.SetAction(ListAsync);
        var quota = new Command("quota", "Changes how much the user of a key may ask for.") { _id, _change, _store };
        quota.SetAction(ChangeQuotaAsync);
        var revoke = new Command("revoke", "Ends a key for good.") { _id, _store };
        revoke.SetAction(RevokeAsync);
        Command = new Command("keys", "API keys of a store, without a server: the first key of a machine, or one more.") { make, list, quota, revoke };
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
        var quota = Read("--quota", () => Quota.Parse(parsed.GetValue(_quota) ?? string.Empty));
        var workspace = WorkspaceOption.Read(parsed.GetValue(_workspace), Environment.GetEnvironmentVariable);
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadWrite, cancellationToken, workspace);
        foreach (var id in experiments)
        {
            await RequireAsync(session.Store, id, cancellationToken);
        }

        var (key, secret) = await session.ChangeAsync(
            "keys make",
            access => access.AddKeyAsync(
                parsed.GetRequiredValue(_name), ScopeNames.Read(names), experiments, days is { } length ? TimeSpan.FromDays(length) : null, session.Workspace, quota, cancellationToken),
            note =>
            {
                foreach (var id in experiments)
                {
                    note.Add(AuditSubject.Experiment, id);
                }
            });
        Console.Error.WriteLine($"Made the key {key.Id}, '{TerminalText.Clean(key.Name)}': {ScopesOf(key)}, {ExperimentsOf(key)}, {EndOf(key)}{QuotaOf(key)}. It is shown this once.");
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

    private async Task<int> ChangeQuotaAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(_id);
        var change = Read("QUOTA", () => QuotaChange.Parse(parsed.GetRequiredValue(_change)));
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadWrite, cancellationToken);
        var key = await session.ChangeAsync("keys quota", access => access.ChangeKeyQuotaAsync(id, change, cancellationToken), note => note.Add(AuditSubject.Key, id));
        Console.Error.WriteLine($"Changed the key {TerminalText.Clean(key.Id)}, '{TerminalText.Clean(key.Name)}'{(key.Quota == Quota.None ? ", quota as the server says" : QuotaOf(key))}.");
        return ExitCodes.Ok;
    }

    private static T Read<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new UsageException($"{source}: {e.Message}");
        }
    }

    private static async Task RequireAsync(ITraceStore store, string id, CancellationToken cancellationToken)
    {
        if (await store.Experiments.FindAsync(id, cancellationToken) is null)
        {
            throw new UsageException($"--experiment: there is no experiment with the id '{id}' in this store.");
        }
    }

    private static string ScopesOf(ApiKey key) => string.Join(", ", ScopeNames.Of(key.Scopes).Select(static pair => pair.Name));

    private static string ExperimentsOf(ApiKey key) => key.ExperimentIds is { } ids ? $"experiment {string.Join(", ", ids)}{WorkspaceOf(key)}" : $"every experiment{WorkspaceOf(key)}";

    private static string WorkspaceOf(ApiKey key) => key.Workspace == WorkspaceName.Default ? "" : $" of {key.Workspace}";

    private static string QuotaOf(ApiKey key) => key.Quota == Quota.None ? "" : $", quota {key.Quota}";

    private static string EndOf(ApiKey key) => key.RevokedMs is { } revoked ? $"revoked {TimeOf(revoked)}" : key.ExpiresMs is { } end ? $"until {TimeOf(end)}" : "without end";

    private static string TimeOf(long? ms) =>
        ms is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "never";
}
