using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using Spectre.Console;
using Status = OtelBridge.Otlp.Status;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Commands;

/// <summary>One span on one line: name, type, duration, state, and what went wrong.</summary>
internal static class SpanLine
{
    private const int MaxName = 120;
    private const int MaxType = 40;
    private const int MaxError = 200;

    public static Markup Of(SpanNode node)
    {
        var span = node.Span;
        var parts = new List<string>(7) { $"[bold]{Escape(span.Name, MaxName)}[/]" };
        if (Text(span.Attributes, MlflowKeys.SpanType) is { Length: > 0 } type)
        {
            parts.Add($"[blue]{Escape(type, MaxType)}[/]");
        }

        parts.Add($"[grey]{Duration(span)}[/]");
        parts.Add(State(span));
        if (node.Cost is { } cost)
        {
            parts.Add($"[yellow]{CostText.Of(cost)}[/]");
        }

        if (span.Status?.Code == Status.Types.StatusCode.Error && Error(span) is { Length: > 0 } error)
        {
            parts.Add($"[red]{Escape(error, MaxError)}[/]");
        }

        if (node.IsOrphan)
        {
            parts.Add("[yellow](its parent is not here)[/]");
        }

        return new Markup(string.Join("  ", parts));
    }

    private static string Duration(Span span)
    {
        if (span.EndTimeUnixNano == 0)
        {
            return "not ended";
        }

        return span.EndTimeUnixNano >= span.StartTimeUnixNano
            ? TimeText.Duration((long)Math.Min(span.EndTimeUnixNano - span.StartTimeUnixNano, long.MaxValue))
            : "ends before it starts";
    }

    private static string State(Span span) => span.Status?.Code switch
    {
        Status.Types.StatusCode.Ok => "[green]OK[/]",
        Status.Types.StatusCode.Error => "[red]ERROR[/]",
        _ => "[grey]UNSET[/]",
    };

    // The status may come without a description; the exception event then has the message.
    private static string? Error(Span span) => span.Status.Message.Length > 0
        ? span.Status.Message
        : span.Events.LastOrDefault(static e => e.Name == OTelKeys.ExceptionEvent) is { } exception
            ? Text(exception.Attributes, OTelKeys.ExceptionMessage) ?? Text(exception.Attributes, OTelKeys.ExceptionType)
            : null;

    private static string? Text(IEnumerable<KeyValue> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value is { } value ? AttributeText.Plain(value) : null;

    private static string Escape(string text, int maxLength) => Markup.Escape(TerminalText.Clean(text, maxLength));
}
