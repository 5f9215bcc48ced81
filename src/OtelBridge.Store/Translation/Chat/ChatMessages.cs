using System.Text.Json;
using OtelBridge.Chat;
using OtelBridge.Otlp;
using OtelBridge.Dialects;

namespace OtelBridge.Store.Translation.Chat;

/// <summary>Reads the chat of a span in one form, whichever dialect and provider shaped it. For display: the stored span stays as it is.</summary>
public static class ChatMessages
{
    // Beyond what is worth showing as a chat.
    private const int MaxParsedLength = 16 << 20;

    private const string ListOfMessages = "messages";

    // What these work on is not a chat, though it may look like one: {"input":"a text to embed"}.
    private static readonly string[] NoChats =
    [
        SpanType.Tool, SpanType.Embedding, SpanType.Retriever, SpanType.Reranker, SpanType.Parser, SpanType.Memory,
    ];

    // What these work on is a chat, though it may be a mere text.
    private static readonly string[] Chats = [SpanType.Llm, SpanType.ChatModel, SpanType.Agent];

    /// <summary>Reads the chat of a span; null when the span has none.</summary>
    public static ChatConversation? Read(Span span)
    {
        ArgumentNullException.ThrowIfNull(span);
        var reading = SpanReading.Of(span);
        var type = reading.SpanType;
        if (type is not null && NoChats.Contains(type))
        {
            return null;
        }

        var isChat = type is not null && Chats.Contains(type);
        var request = Messages(Inputs(reading), ConversationJson.User, isChat);
        var response = Messages(Outputs(reading), ConversationJson.Assistant, isChat || request.Count > 0);
        if (request.Count == 0 && response.Count == 0)
        {
            return null;
        }

        return new ChatConversation([.. Instructions(reading, request), .. request], response, Tools(reading));
    }

    private static IEnumerable<string?> Inputs(SpanReading reading) => KnownDialects.InOrder
        .SelectMany(dialect => Flattened(reading.Span, dialect.FlattenedInputs).Concat(Values(reading.Span, dialect.ChatInputs)))
        .Append(reading.Inputs);

    private static IEnumerable<string?> Outputs(SpanReading reading) => KnownDialects.InOrder
        .SelectMany(dialect => Flattened(reading.Span, dialect.FlattenedOutputs)
            .Concat(Values(reading.Span, dialect.ChatOutputs))
            .Append(dialect.Spread is { } spread ? SpreadJson.Write(reading.Span, spread.OutputsPrefix) : null))
        .Append(reading.Outputs);

    private static IEnumerable<string?> Flattened(Span span, IReadOnlyList<FlattenedList> lists) =>
        lists.Where(list => list.Name == ListOfMessages).Select(list => FlattenedJson.Write(span, list with { PlainText = null }));

    private static IEnumerable<string?> Values(Span span, IReadOnlyList<string> keys) =>
        keys.Select(key => span.Attributes.FirstOrDefault(a => a.Key == key) is { Value: { } value } ? AttributeText.Json(value) : null);

    // Of several forms of one chat, the one that has most of it; of equal ones the first. Instrumentations flatten what they understand
    // and leave the rest out: OpenInference's of LangChain a system prompt in parts, its one of agents the ids.
    private static IReadOnlyList<ChatMessage> Messages(IEnumerable<string?> sources, string role, bool takesText) => sources
        .Select(json => Parsed(json, value => ConversationJson.Read(value, role, takesText)))
        .MaxBy(messages => messages?.Sum(message => message.Parts.Count) ?? -1) ?? [];

    // The system prompt, where it is kept apart from the chat and not repeated in it.
    private static IReadOnlyList<ChatMessage> Instructions(SpanReading reading, IReadOnlyList<ChatMessage> request)
    {
        var instructions = KnownDialects.InOrder.SelectMany(dialect => Values(reading.Span, dialect.SystemInstructions));
        return request is [{ Role: ConversationJson.System }, ..] ? [] : Messages(instructions, ConversationJson.System, takesText: true);
    }

    private static IReadOnlyList<ChatTool> Tools(SpanReading reading) => KnownDialects.InOrder
        .SelectMany(dialect => dialect.FlattenedTools
            .Select(list => FlattenedJson.Write(reading.Span, list))
            .Concat(Values(reading.Span, dialect.Tools)))
        .Append(reading.Inputs)
        .Select(json => Parsed(json, ToolJson.Definitions))
        .FirstOrDefault(tools => tools is { Count: > 0 }) ?? [];

    private static T? Parsed<T>(string? json, Func<JsonElement, T> read)
        where T : class
    {
        if (json is null || json.Length > MaxParsedLength)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for names that hold half a surrogate pair
        {
            return null;
        }
    }
}
