using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtelBridge.Entities;

namespace OtelBridge.Interop.Tests.Patterns;

/// <summary>A trace as text that is the same for the same structure and content: without ids, times and what a server adds for itself.</summary>
internal static partial class TraceText
{
    /// <summary>Beginning of the keys that a pattern does not set itself.</summary>
    private const string OwnKeys = "mlflow.";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Trace trace)
    {
        var text = new StringBuilder();
        var info = trace.Info;
        text.Append("trace ").Append(info.Name).Append(' ').Append(info.State).Append('\n');
        Line(text, 1, "request", info.RequestPreview);
        Line(text, 1, "response", info.ResponsePreview);
        Line(text, 1, "client request id", info.ClientRequestId);
        Pairs(text, "tag", info.Tags);
        Pairs(text, "metadata", info.TraceMetadata);
        var children = trace.Spans.ToLookup(static span => span.ParentId ?? string.Empty);
        foreach (var root in children[string.Empty])
        {
            Write(text, root, children, 1);
        }

        return Variable().Replace(text.ToString(), "<id>");
    }

    private static void Write(StringBuilder text, Span span, ILookup<string, Span> children, int level)
    {
        text.Append(' ', 2 * level).Append("span ").Append(span.Name).Append(' ').Append(span.SpanType).Append(' ').Append(span.Status);
        text.Append(span.StatusDescription is { Length: > 0 } why ? $" ({why})" : string.Empty).Append('\n');
        Line(text, level + 1, "inputs", Text(span.Inputs));
        Line(text, level + 1, "outputs", Text(span.Outputs));
        foreach (var (key, value) in span.Attributes.Where(static a => !a.Key.StartsWith(OwnKeys, StringComparison.Ordinal)).OrderBy(static a => a.Key, StringComparer.Ordinal))
        {
            Line(text, level + 1, key, Text(value));
        }

        foreach (var happened in span.Events)
        {
            Line(text, level + 1, "event", $"{happened.Name} {Text(happened.Attributes.GetValueOrDefault("exception.type"))} {Text(happened.Attributes.GetValueOrDefault("exception.message"))}");
        }

        // By their starts; two of the same tick by their names.
        foreach (var child in children[span.SpanId].OrderBy(static s => s.StartTimeNs).ThenBy(static s => s.Name, StringComparer.Ordinal))
        {
            Write(text, child, children, level + 1);
        }
    }

    private static void Pairs(StringBuilder text, string kind, IReadOnlyDictionary<string, string> pairs)
    {
        foreach (var (key, value) in pairs.Where(static p => !p.Key.StartsWith(OwnKeys, StringComparison.Ordinal)).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            Line(text, 1, $"{kind} {key}", value);
        }
    }

    private static void Line(StringBuilder text, int level, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(' ', 2 * level).Append(name).Append(": ").Append(value).Append('\n');
        }
    }

    private static string? Text(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } element ? JsonSerializer.Serialize(element, Readable) : null;

    // user123_report_20251121165501_0123456789abcdef
    [GeneratedRegex("[0-9]{14}_[0-9a-f]{16,}")]
    private static partial Regex Variable();
}
