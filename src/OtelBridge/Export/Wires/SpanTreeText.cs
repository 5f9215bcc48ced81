using System.Globalization;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Entities.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>A trace as a tree of text: name, type, duration, status, tokens, and the beginnings of inputs and outputs.</summary>
internal static class SpanTreeText
{
    private const int MaxContent = 80;
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31m";
    private const string Dim = "\u001b[2m";
    private const string Bold = "\u001b[1m";

    /// <summary>Whether a span has no parent in this process.</summary>
    public static bool IsRoot(Span span) =>
        !span.ParentSpanId.Span.ContainsAnyExcept((byte)0)
        || (span.Flags & (uint)(SpanFlags.ContextHasIsRemoteMask | SpanFlags.ContextIsRemoteMask)) == (uint)(SpanFlags.ContextHasIsRemoteMask | SpanFlags.ContextIsRemoteMask);

    public static string Of(string traceId, IReadOnlyList<Span> spans, bool isColored)
    {
        var text = new StringBuilder();
        Paint(text, isColored, Dim, traceId).AppendLine();
        // Of spans with one id the first counts.
        var ids = spans.DistinctBy(static span => span.SpanId).ToDictionary(static span => span.SpanId);
        var children = spans.ToLookup(span => IsRoot(span) || !ids.ContainsKey(span.ParentSpanId) || span.ParentSpanId == span.SpanId ? default : span.ParentSpanId);
        var left = new Stack<(Span Span, string Indent, bool IsLast)>(); // one entry for each span
        var seen = new HashSet<Span>(ReferenceEqualityComparer.Instance);
        PushAll(left, spans.Where(span => IsRoot(span) || !ids.ContainsKey(span.ParentSpanId) || span.ParentSpanId == span.SpanId), string.Empty);
        while (left.TryPop(out var next))
        {
            if (seen.Add(next.Span))
            {
                Line(text, next.Span, next.Indent + (next.IsLast ? "└─ " : "├─ "), isColored, !IsRoot(next.Span) && !ids.ContainsKey(next.Span.ParentSpanId));
                PushAll(left, children[next.Span.SpanId], next.Indent + (next.IsLast ? "   " : "│  "));
            }
        }

        foreach (var span in spans.Where(seen.Add))
        {
            // Its own ancestor, which a bad program can make of it.
            Line(text, span, "?  ", isColored, isOrphan: true);
        }

        return text.ToString();
    }

    private static void PushAll(Stack<(Span Span, string Indent, bool IsLast)> left, IEnumerable<Span> spans, string indent)
    {
        var ordered = spans.OrderByDescending(static span => span.StartTimeUnixNano).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            left.Push((ordered[i], indent, i == 0));
        }
    }

    private static void Line(StringBuilder text, Span span, string indent, bool isColored, bool isOrphan)
    {
        text.Append(indent);
        Paint(text, isColored, Bold, Clean(span.Name, MaxContent));
        if (Text(span, MlflowKeys.SpanType) is { } type && type != SpanType.Unknown)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{Clean(type, MaxContent)}]");
        }

        var milliseconds = span.EndTimeUnixNano >= span.StartTimeUnixNano ? (span.EndTimeUnixNano - span.StartTimeUnixNano) / 1e6 : 0;
        text.Append(CultureInfo.InvariantCulture, $" {milliseconds:0.#} ms");
        if (Text(span, MlflowKeys.ChatTokenUsage) is { } usage && TokenUsageJson.Read(usage) is { } tokens)
        {
            text.Append(CultureInfo.InvariantCulture, $" {tokens.InputTokens}+{tokens.OutputTokens} tokens");
        }

        if (span.Status?.Code == Status.Types.StatusCode.Error)
        {
            text.Append(' ');
            Paint(text, isColored, Red, $"ERROR {Clean(span.Status.Message, MaxContent)}".TrimEnd());
        }

        text.Append(isOrphan ? " (its parent is not here)" : string.Empty);
        var (inputs, outputs) = (Text(span, MlflowKeys.SpanInputs), Text(span, MlflowKeys.SpanOutputs));
        if (inputs is not null || outputs is not null)
        {
            text.Append(' ');
            Paint(text, isColored, Dim, $"{Clean(inputs, MaxContent)} → {Clean(outputs, MaxContent)}");
        }

        text.AppendLine();
    }

    private static string? Text(Span span, string key) => span.Attributes.FirstOrDefault(a => a.Key == key)?.Value switch
    {
        null => null,
        { HasStringValue: true } value => value.StringValue,
        { } value => JsonValue.Of(value).GetRawText(),
    };

    // What a model said must not move the cursor or set colours.
    private static string Clean(string? text, int most)
    {
        var one = text ?? string.Empty;
        var cut = one.Length <= most ? one : string.Concat(one.AsSpan(0, most - 1), "…");
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }

    private static StringBuilder Paint(StringBuilder text, bool isColored, string color, string part) =>
        isColored ? text.Append(color).Append(part).Append(Reset) : text.Append(part);
}
