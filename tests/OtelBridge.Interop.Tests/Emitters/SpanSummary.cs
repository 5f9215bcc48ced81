using System.Globalization;
using OtelBridge.Chat;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>What the store reads from a span, for a test to compare.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Model">Its model.</param>
/// <param name="Tokens">Its token usage.</param>
/// <param name="Inputs">Its inputs as JSON text.</param>
/// <param name="Outputs">Its outputs as JSON text.</param>
/// <param name="Chat">Its chat, one line a message.</param>
internal sealed record SpanSummary(string Name, string? Type, string? Model, SpanTokenUsage? Tokens, string? Inputs, string? Outputs, string Chat)
{
    public TokenDetails? Details { get; private init; }

    public string? Provider { get; private init; }

    public string? Error { get; private init; }

    /// <summary>Type, name, model and tokens in one line: <c>LLM response | gpt-4o-mini | 11/5</c>.</summary>
    public string Row =>
        $"{Type} {Name} | {Model} | {(Tokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"{tokens.Input}/{tokens.Output}") : "-")}";

    public static SpanSummary Of(Span span)
    {
        var reading = SpanReading.Of(span);
        var chat = ChatMessages.Read(span)?.Messages.Select(Line) ?? [];
        return new SpanSummary(span.Name, reading.SpanType, reading.Model, reading.TokenUsage, reading.Inputs, reading.Outputs, string.Join('\n', chat))
        {
            Details = reading.TokenDetails,
            Provider = reading.Provider,
            Error = SpanError.Of(span),
        };
    }

    private static string Line(ChatMessage message) => $"{message.Role}: {string.Join(" | ", message.Parts.Select(Text))}";

    private static string Text(ChatPart part) => part.Kind switch
    {
        ChatPartKind.ToolCall => $"{part.Name}({part.Text})",
        ChatPartKind.ToolResult => $"= {part.Text}",
        _ => part.Text ?? part.Uri ?? string.Empty,
    };
}
