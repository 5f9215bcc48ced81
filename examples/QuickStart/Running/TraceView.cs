using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;
using QuickStart.Tracing;
using Spectre.Console;
using SpanStatus = OtelBridge.Otlp.Status.Types.StatusCode;

namespace QuickStart.Running;

/// <summary>Prints one trace: what the store computed about it on one line, its spans as a tree below.</summary>
internal static class TraceView
{
    private const int MaxPreview = 110;

    public static void Write(IAnsiConsole screen, StoredTrace trace)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Screen.Safe(trace.Info.TraceId)}[/]  {Summary(trace.Info)}");
        if (trace.Root is { } root)
        {
            var tree = new Tree(Line(root)) { Guide = TreeGuide.Line };
            AddChildren(tree, trace, root);
            screen.Write(tree);
        }
    }

    private static void AddChildren(IHasTreeNodes parent, StoredTrace trace, Span span)
    {
        foreach (var child in trace.ChildrenOf(span))
        {
            AddChildren(parent.AddNode(Line(child)), trace, child);
        }
    }

    private static string Summary(TraceInfo info)
    {
        var state = info.State == TraceState.Ok ? "[green]OK[/]" : "[red]not OK[/]";
        var tokens = info.TokenUsage is { } usage ? $", {usage.InputTokens} tokens in, {usage.OutputTokens} out" : string.Empty;
        return $"{state}  [grey]{Duration(info.DurationNano)}, {info.SpanCount} spans{tokens}[/]";
    }

    private static Markup Line(Span span)
    {
        var state = span.Status?.Code == SpanStatus.Error ? $"[red]ERROR {Screen.Safe(span.Status.Message)}[/]" : "[green]OK[/]";
        var duration = Duration((long)(span.EndTimeUnixNano - span.StartTimeUnixNano));
        return new Markup(string.Concat(
            $"[bold]{Screen.Safe(span.Name)}[/]  [blue]{Screen.Safe(Text(span, MlflowKeys.SpanType))}[/]  [grey]{duration}[/]  {state}",
            Preview("in ", Text(span, MlflowKeys.SpanInputs)),
            Preview("out", Text(span, MlflowKeys.SpanOutputs))));
    }

    private static string Preview(string name, string json) =>
        json.Length > 0 ? $"\n[grey]{name}  {Screen.Safe(json, MaxPreview)}[/]" : string.Empty;

    private static string Text(Span span, string key) =>
        span.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value?.StringValue ?? string.Empty;

    private static string Duration(long nanoseconds) => (nanoseconds / 1e6).ToString("0.00 ms", CultureInfo.InvariantCulture);
}
