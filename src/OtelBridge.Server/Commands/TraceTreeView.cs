using System.Globalization;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;
using Spectre.Console;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Commands;

/// <summary>One trace in the terminal: its record on top, the tree of its spans below.</summary>
internal static class TraceTreeView
{
    // What a person can still read; --json has everything. The depth also keeps the tree's renderer within its stack.
    private const int MaxSpans = 2000;
    private const int MaxDepth = 60;
    private const int MaxPreview = 300;

    public static void Write(IAnsiConsole console, Trace trace)
    {
        WriteHeader(console, trace.Info);
        var hidden = 0;
        var shown = 0;
        foreach (var top in SpanTree.Build(trace))
        {
            if (shown >= MaxSpans)
            {
                hidden++;
                continue;
            }

            var tree = new Tree(SpanLine.Of(top)) { Guide = TreeGuide.Line };
            shown++;
            AddChildren(tree, top, depth: 1, ref shown, ref hidden);
            console.Write(tree);
        }

        if (hidden > 0)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]… and {hidden} more spans or branches; --json shows all.[/]");
        }
    }

    private static void AddChildren(IHasTreeNodes parent, SpanNode node, int depth, ref int shown, ref int hidden)
    {
        foreach (var child in node.Children)
        {
            if (depth >= MaxDepth || shown >= MaxSpans)
            {
                hidden++;
                continue;
            }

            shown++;
            AddChildren(parent.AddNode(SpanLine.Of(child)), child, depth + 1, ref shown, ref hidden);
        }
    }

    private static void WriteHeader(IAnsiConsole console, TraceInfo info)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add(grid, "trace", info.TraceId);
        Add(grid, "name", info.Name.Length > 0 ? info.Name : "(no root span yet)");
        grid.AddRow(new Text("state"), new Markup(StateMarkup(info.State)));
        Add(grid, "experiment", info.ExperimentId);
        Add(grid, "started", TimeText.Moment(info.StartTimeUnixNano));
        Add(grid, "duration", info.HasDurationNano ? TimeText.Duration(info.DurationNano) : "not ended");
        Add(grid, "spans", info.SpanCount.ToString(CultureInfo.InvariantCulture));
        if (info.TokenUsage is { } usage)
        {
            Add(grid, "tokens", string.Create(
                CultureInfo.InvariantCulture, $"{usage.InputTokens} in, {usage.OutputTokens} out, {usage.TotalTokens} total"));
        }

        if (info.Cost is { } cost)
        {
            Add(grid, "cost", CostText.Whole(cost));
        }

        if (info.HasRequestPreview)
        {
            Add(grid, "request", info.RequestPreview);
        }

        if (info.HasResponsePreview)
        {
            Add(grid, "response", info.ResponsePreview);
        }

        console.Write(grid);
        console.WriteLine();
    }

    private static void Add(Grid grid, string name, string value) => grid.AddRow(new Text(name), new Text(TerminalText.Clean(value, MaxPreview)));

    private static string StateMarkup(TraceState state) => state switch
    {
        TraceState.Ok => "[green]OK[/]",
        TraceState.Error => "[red]ERROR[/]",
        _ => $"[yellow]{TraceStateText.Of(state)}[/]",
    };
}
