using System.CommandLine;
using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands.Access;

/// <summary><c>otelbridge audit</c>: who did what in a store.</summary>
internal sealed class AuditCommand
{
    private const int MaxAbout = 120;

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = "The store, which a server may go on writing; what it has seen in the last minute it may not have written yet. [default: as of 'serve']",
    };

    private readonly Option<string?> _from = new("--from") { HelpName = "TIME", Description = $"From when: {AuditQueryText.TimeForm}." };
    private readonly Option<string?> _to = new("--to") { HelpName = "TIME", Description = "Until when; that moment is left out." };
    private readonly Option<string?> _who = new("--who") { HelpName = "NAME", Description = "Only what this person did, or key:ID, command:NAME, server." };
    private readonly Option<string?> _action = new("--action") { HelpName = "ACTION", Description = $"Only this: {AuditActions.All}." };
    private readonly Option<string?> _about = new("--about") { HelpName = "ID", Description = "Only what was done with this: an id, or experiment:7, trace:tr-…, run:…, key:…, user:…." };
    private readonly Option<string?> _outcome = new("--outcome") { HelpName = "OUTCOME", Description = $"Only what ended so: {AuditOutcomes.Succeeded}, {AuditOutcomes.Failed}, or as it is written, such as 403." };
    private readonly Option<string?> _max = new("--max") { HelpName = "N", Description = $"How many entries, 1 to {AuditQuery.MostResults}. [default: 100]" };
    private readonly Option<string?> _pageToken = new("--page-token") { HelpName = "TOKEN", Description = "Goes on where an earlier list ended; the token is printed below it." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object: 'entries', and 'next_page_token' when there are more." };

    public AuditCommand()
    {
        Command = new Command("audit", "Lists who read, changed, deleted and exported what, the newest first (docs/security/audit.md).")
        {
            _store, _from, _to, _who, _action, _about, _outcome, _max, _pageToken, _json,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var query = ReadQuery(parsed);
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadOnly, cancellationToken);
        var page = await session.Audit.SearchAsync(query, cancellationToken);
        if (parsed.GetValue(_json))
        {
            await JsonOutput.WriteAsync(
                json =>
                {
                    json.WriteStartObject();
                    AuditJson.WriteFields(json, page);
                    json.WriteEndObject();
                },
                cancellationToken);
            return ExitCodes.Ok;
        }

        TextTable.Write(
            Terminal.Open(),
            "No entries.",
            ["when", "who", "did", "about", "outcome", "requests", "items", "from", "over", "request"],
            page.Items.Select(static entry => (string[])
            [
                DateTimeOffset.FromUnixTimeMilliseconds(entry.TimeMs).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                entry.Who,
                AuditActions.NameOf(entry.Action),
                TerminalText.Clean(entry.About, MaxAbout),
                entry.Outcome,
                entry.Requests.ToString(CultureInfo.InvariantCulture),
                entry.Items?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                entry.From,
                entry.Wire,
                entry.Request,
            ]));
        if (page.NextPageToken.Length > 0)
        {
            // Not through the console: a token that is wrapped cannot be copied.
            Console.Out.WriteLine($"More: --page-token {page.NextPageToken}");
        }

        return ExitCodes.Ok;
    }

    private AuditQuery ReadQuery(ParseResult parsed)
    {
        try
        {
            return AuditQueryText.Read(
                name => parsed.GetValue(name switch
                {
                    "from" => _from,
                    "to" => _to,
                    "who" => _who,
                    "action" => _action,
                    "about" => _about,
                    "outcome" => _outcome,
                    "max_results" => _max,
                    _ => _pageToken,
                }),
                TimeProvider.System.GetUtcNow());
        }
        catch (GrpcException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
