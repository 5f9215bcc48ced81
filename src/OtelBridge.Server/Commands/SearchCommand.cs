using System.CommandLine;
using System.Text.Json;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge search</c>: lists traces.</summary>
internal sealed class SearchCommand
{
    private readonly TraceSourceOptions _source = new();
    private readonly Option<string[]> _experiments = new("--experiment")
    {
        HelpName = "ID",
        Description = "Only traces of this experiment; may be given several times. [default: all]",
    };

    private readonly Option<string> _filter = new("--filter")
    {
        HelpName = "FILTER",
        Description = "Only traces of this filter, e.g. \"status = 'ERROR' AND trace.text ILIKE '%timeout%'\".",
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<string[]> _orderBy = new("--order-by")
    {
        HelpName = "KEY",
        Description = "Orders by this key, e.g. \"execution_time DESC\"; may be given several times. [default: newest first]",
    };

    private readonly Option<int> _max = new("--max")
    {
        HelpName = "N",
        Description = "How many traces, 1 to 500.",
        DefaultValueFactory = static _ => 100,
    };

    private readonly Option<string> _pageToken = new("--page-token")
    {
        HelpName = "TOKEN",
        Description = "Goes on where an earlier list ended; the token is printed below it.",
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON object: 'traces', and 'next_page_token' when there are more.",
    };

    public SearchCommand()
    {
        Command = new Command("search", "Lists the traces of a filter, newest first unless ordered otherwise.");
        Command.Options.Add(_experiments);
        Command.Options.Add(_filter);
        Command.Options.Add(_orderBy);
        Command.Options.Add(_max);
        Command.Options.Add(_pageToken);
        _source.AddTo(Command);
        Command.Options.Add(_json);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var max = parsed.GetValue(_max);
        if (max is < 1 or > 500)
        {
            throw new UsageException($"--max: {max} is not between 1 and 500.");
        }

        var request = new SearchTracesRequest { MaxResults = max, PageToken = parsed.GetRequiredValue(_pageToken), Filter = parsed.GetRequiredValue(_filter) };
        request.ExperimentIds.AddRange(parsed.GetValue(_experiments) ?? []);
        request.OrderBy.AddRange(parsed.GetValue(_orderBy) ?? []);
        await using var source = await _source.OpenAsync(parsed, cancellationToken);
        using var partial = PartialAnswer.Watch();
        var page = await source.SearchAsync(request, cancellationToken);
        if (partial.IsNoted)
        {
            await Console.Error.WriteLineAsync($"otelbridge: {PartialAnswer.Notice}");
        }

        if (parsed.GetValue(_json))
        {
            await JsonOutput.WriteAsync(json => Write(json, page), cancellationToken);
        }
        else
        {
            TraceTableView.Write(Terminal.Open(), page);
        }

        return ExitCodes.Ok;
    }

    private static void Write(Utf8JsonWriter json, SearchTracesResponse page)
    {
        json.WriteStartObject();
        json.WriteStartArray("traces"u8);
        foreach (var trace in page.Traces)
        {
            TraceInfoJson.Write(json, trace);
        }

        json.WriteEndArray();
        if (page.NextPageToken.Length > 0)
        {
            json.WriteString("next_page_token"u8, page.NextPageToken);
        }

        json.WriteEndObject();
    }
}
