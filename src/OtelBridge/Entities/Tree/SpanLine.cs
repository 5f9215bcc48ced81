using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OtelBridge.Chat;
using OtelBridge.Entities.Json;
using OtelBridge.Pricing;

namespace OtelBridge.Entities.Tree;

/// <summary>Writes one line of a tree into the columns there are.</summary>
internal sealed class SpanLine(StringBuilder text, int width, bool colors)
{
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Cyan = "\u001b[36m";
    private const string Dim = "\u001b[2m";
    private const string Bold = "\u001b[1m";

    /// <summary>What stands before outputs.</summary>
    private const string Arrow = " → ";

    /// <summary>More of a value is never shown, however wide the line: it is not written out at all.</summary>
    private const int MaxPreview = 2_000;

    private int _left = width;

    public void Header(Trace trace)
    {
        var info = trace.Info;
        Write(info.Name ?? trace.Root?.Name ?? "trace", Bold);
        Write(" · ");
        Write(State(info.State), info.State == TraceState.Error ? Red : info.State == TraceState.Ok ? Green : Yellow);
        Write(info.ExecutionDuration is { } duration ? $" · {DurationText.Of(duration)}" : string.Empty);
        Write(info.TokenUsage is { } usage ? string.Create(CultureInfo.InvariantCulture, $" · {usage.TotalTokens} tokens") : string.Empty);
        Write(info.Cost is { } cost ? $" · {DollarText.Of(cost.TotalCost)}{(cost.UnpricedSpans > 0 ? "+" : string.Empty)}" : string.Empty);
        Write(string.Create(CultureInfo.InvariantCulture, $" · {trace.Spans.Count} {(trace.Spans.Count == 1 ? "span" : "spans")} · "));
        Write(info.TraceId, Dim);
        text.Append('\n');
    }

    public void Write(Span span, string lines, int? depth, string? note)
    {
        Write(lines, Dim);
        Write(depth is { } level ? string.Create(CultureInfo.InvariantCulture, $"[{level}] ") : string.Empty, Dim);
        WriteMark(span);

        // A long name leaves room for the rest.
        Write(span.Name, Bold, _left * 2 / 3);
        Write(" ");
        Write(span.SpanType, Cyan);
        Write(span.Duration is { } duration ? $" {DurationText.Of(duration)}" : " not ended");
        Write(span.TokenUsage is { } usage ? string.Create(CultureInfo.InvariantCulture, $" {usage.InputTokens} + {usage.OutputTokens} tokens") : string.Empty, Yellow);
        Write(span.Cost is { } cost ? $" {DollarText.Of(cost.TotalCost)}" : string.Empty, Yellow);
        Write(note is null ? string.Empty : $" ({note})", Yellow);
        WriteContent(span);
        text.Append('\n');
    }

    private static string State(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "in progress",
        _ => "state unknown",
    };

    private static string? Preview(JsonElement? value, string? chatRole)
    {
        if (value is not { ValueKind: not JsonValueKind.Undefined } json)
        {
            return null;
        }

        if (chatRole is not null && ChatPreview.Of(json, chatRole) is { } chat)
        {
            return chat;
        }

        // The text as it is where escapes would only disturb; a long one is not made whole for its beginning.
        var raw = JsonMarshal.GetRawUtf8Value(json);
        return json.ValueKind == JsonValueKind.String && raw.Length <= MaxPreview && raw.Contains((byte)'\\') && JsonSource.Parse(json, "value").GetString() is { } plain
            ? $"\"{plain}\""
            : Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MaxPreview)]);
    }

    private void WriteMark(Span span)
    {
        var (mark, color) = (span.Status, span.EndTimeNs) switch
        {
            (SpanStatus.Error, _) => ("✗ ", Red),
            (_, null) => ("… ", Yellow),
            (SpanStatus.Ok, _) => ("✓ ", Green),
            _ => ("· ", Dim),
        };
        Write(mark, color);
    }

    private void WriteContent(Span span)
    {
        if (span.Status == SpanStatus.Error && span.StatusDescription is { Length: > 0 } failure)
        {
            Write(" ");
            Write(failure.Length <= MaxPreview ? failure : failure[..MaxPreview], Red);
            return;
        }

        var isModelCall = span.SpanType is SpanType.ChatModel or SpanType.Llm;
        var inputs = Preview(span.Inputs, isModelCall ? ConversationJson.User : null);
        var outputs = Preview(span.Outputs, isModelCall ? ConversationJson.Assistant : null);
        if (inputs is not null && _left > 1)
        {
            Write(" ");

            // Half each, unless one needs less.
            var forOutputs = outputs is null ? 0 : Math.Min(TerminalText.Width(outputs) + Arrow.Length, _left / 2);
            Write(inputs, Dim, _left - forOutputs);
        }

        if (outputs is not null && _left > Arrow.Length)
        {
            Write(Arrow);
            Write(outputs, Dim);
        }
    }

    private void Write(string part, string? color = null, int columns = int.MaxValue)
    {
        if (part.Length == 0 || _left == 0)
        {
            return;
        }

        text.Append(colors ? color : null);
        _left -= TerminalText.Append(text, part, Math.Min(columns, _left));
        text.Append(colors && color is not null ? Reset : null);
    }
}
