using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Reads one part of a message, in the shape of any provider or framework.</summary>
internal static class PartJson
{
    private static readonly string[] TextNames = ["text", "content", "thinking", "reasoning", "reasoning_text", "refusal"];

    /// <summary>Whether a list holds the parts of one message rather than messages.</summary>
    public static bool AreParts(JsonElement list) => list.GetArrayLength() > 0 && list.EnumerateArray().All(IsPart);

    /// <summary>Whether a content holds results of tools that say themselves what they answer.</summary>
    public static bool AreToolResults(JsonElement content) =>
        content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(part => KindOf(part.Text("type")) == ChatPartKind.ToolResult);

    /// <summary>Reads the parts of a content: a text, an object or a list.</summary>
    public static IReadOnlyList<ChatPart> ReadContent(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.Array => ReadAll(content),
        JsonValueKind.String => content.PlainText() is { Length: > 0 } text ? Folded(text) ?? [new ChatPart(ChatPartKind.Text, text)] : [],
        JsonValueKind.Object when content.List("parts") is { } parts => ReadAll(parts),
        JsonValueKind.Object => [Read(content)],
        _ => [],
    };

    /// <summary>Reads the parts of a list.</summary>
    public static IReadOnlyList<ChatPart> ReadAll(JsonElement list) =>
        [.. list.EnumerateArray().Select(Read).Where(part => part is not { Kind: ChatPartKind.Text, Text: null or "" })];

    /// <summary>Reads a part; what is of no known kind is kept as it is.</summary>
    public static ChatPart Read(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return new ChatPart(ChatPartKind.Text, part.PlainText());
        }

        var type = part.Text("type");
        return KindOf(type) switch
        {
            ChatPartKind.Text => new ChatPart(ChatPartKind.Text, TextOf(part)),
            ChatPartKind.Reasoning => new ChatPart(
                ChatPartKind.Reasoning, TextOf(part) ?? (part.List("summary", "content") is { } list ? Joined(list) : null)),
            ChatPartKind.ToolCall => ToolJson.Call(part),
            ChatPartKind.ToolResult => ToolJson.Result(part),
            ChatPartKind.Media => MediaJson.Read(part, type!),
            _ => ReadUntyped(part),
        };
    }

    /// <summary>Joins the texts of a content; anything else is its JSON text.</summary>
    public static string Joined(JsonElement content) =>
        content.ValueKind == JsonValueKind.Array && content.GetArrayLength() > 0 && content.EnumerateArray().All(IsText)
            ? string.Join("\n", content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.PlainText() : TextOf(part)))
            : content.PlainText();

    // OpenLLMetry puts a list of parts into one attribute, as JSON text.
    private static IReadOnlyList<ChatPart>? Folded(string text)
    {
        if (!text.StartsWith("[{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return AreParts(document.RootElement) ? ReadAll(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null; // a text that begins like a list
        }
    }

    // Gemini, Bedrock: the kind is the name of the only member.
    private static ChatPart ReadUntyped(JsonElement part)
    {
        if (part.Map("functionCall", "function_call", "toolUse", "tool_call") is { } call)
        {
            return ToolJson.Call(call);
        }

        if (part.Map("functionResponse", "function_response", "toolResult") is { } result)
        {
            return ToolJson.Result(result);
        }

        if (part.Map("inlineData", "inline_data", "fileData", "file_data") is { } media)
        {
            return MediaJson.Read(media, "file");
        }

        if (part.Text("type") is null && part.Text("text") is { } text)
        {
            return new ChatPart(part.Member("thought") is { ValueKind: JsonValueKind.True } ? ChatPartKind.Reasoning : ChatPartKind.Text, text);
        }

        return new ChatPart(ChatPartKind.Other, part.GetRawText());
    }

    private static string? TextOf(JsonElement part) => part.Text(TextNames);

    private static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.String || (KindOf(part.Text("type")) == ChatPartKind.Text && TextOf(part) is not null);

    // The items of OpenAI's responses look like parts, but are messages of their own.
    private static bool IsPart(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.Member("role") is not null || value.Text("call_id", "callId") is not null
            || value.List("summary") is not null)
        {
            return false;
        }

        return KindOf(value.Text("type")) != ChatPartKind.Other
            || (value.Member("type") is null && ReadUntyped(value).Kind != ChatPartKind.Other && value.EnumerateObject().Count() <= 2);
    }

    private static ChatPartKind KindOf(string? type) => type switch
    {
        "text" or "input_text" or "output_text" or "summary_text" or "reasoning_text" or "refusal" => ChatPartKind.Text,
        "reasoning" or "thinking" => ChatPartKind.Reasoning,
        "tool_call" or "tool-call" or "tool_use" or "toolCall" or "function_call" or "server_tool_call" or "server_tool_use" => ChatPartKind.ToolCall,
        "tool_call_response" or "tool-result" or "tool_result" or "function_call_output" or "function_call_result" or "server_tool_call_response"
            => ChatPartKind.ToolResult,
        "image_url" or "input_image" or "image" or "input_audio" or "audio" or "file" or "input_file" or "document" => ChatPartKind.Media,
        "blob" or "uri" or "media" or "video" => ChatPartKind.Media,
        _ => ChatPartKind.Other,
    };
}
