using System.Globalization;
using OtelBridge.Tracking.V1;
using Spectre.Console;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Commands;

/// <summary>A page of traces in the terminal.</summary>
internal static class TraceTableView
{
    private const int MaxName = 40;
    private const int MaxPreview = 60;

    public static void Write(IAnsiConsole console, SearchTracesResponse page)
    {
        if (page.Traces.Count == 0)
        {
            console.WriteLine("No traces.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["trace", "started", "state", "duration", "spans", "tokens", "cost", "name", "request"])
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var trace in page.Traces)
        {
            table.AddRow(Cells(trace).Select(static cell => new Text(cell)));
        }

        console.Write(table);
        if (page.NextPageToken.Length > 0)
        {
            // Not through the console: a token that is wrapped cannot be copied.
            Console.Out.WriteLine($"More: --page-token {TerminalText.Clean(page.NextPageToken)}");
        }
    }

    private static IEnumerable<string> Cells(TraceInfo trace) =>
    [
        TerminalText.Clean(trace.TraceId),
        TimeText.Moment(trace.StartTimeUnixNano),
        TraceStateText.Of(trace.State),
        trace.HasDurationNano ? TimeText.Duration(trace.DurationNano) : "",
        trace.SpanCount.ToString(CultureInfo.InvariantCulture),
        trace.TokenUsage?.TotalTokens.ToString(CultureInfo.InvariantCulture) ?? "",
        trace.Cost is { } cost ? CostText.Of(cost) : "",
        TerminalText.Clean(trace.Name, MaxName),
        trace.HasRequestPreview ? TerminalText.Clean(trace.RequestPreview, MaxPreview) : "",
    ];
}
