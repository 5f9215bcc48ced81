using System.Buffers;
using System.Text;
using System.Text.Json;
using OtelBridge.Chat;
using OtelBridge.Export.Writing;

namespace OtelBridge.Export.Dialects;

/// <summary>Writes chats in the JSON of the GenAI conventions.</summary>
internal static class GenAiMessages
{
    /// <summary>Writes a list of messages. Where it is longer than a value may be, the oldest are left out, so that what stays can be read.</summary>
    public static string Write(IReadOnlyList<ChatMessage> messages, int maxLength)
    {
        var json = WriteNewest(messages, maxLength);
        return json.Length <= maxLength ? json : WriteNewest([Shortened(messages[^1], maxLength)], maxLength);
    }

    /// <summary>Writes the parts of one message.</summary>
    public static string WriteParts(ChatMessage message) => DialectJson.Write(message, static (writer, held) => WriteParts(writer, held.Parts));

    /// <summary>Writes the definitions of tools.</summary>
    public static string WriteTools(IReadOnlyList<ChatTool> tools) => DialectJson.Write(tools, static (writer, list) =>
    {
        writer.WriteStartArray();
        foreach (var tool in list)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteString("name", tool.Name);
            DialectJson.WriteText(writer, "description", tool.Description);
            if (tool.Parameters is { } parameters)
            {
                DialectJson.WriteAny(writer, "parameters", parameters);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string WriteNewest(IReadOnlyList<ChatMessage> messages, int maxLength)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var starts = new List<int>(); // bounded by the messages
        using var writer = new Utf8JsonWriter(buffer, DialectJson.Options);
        writer.WriteStartArray();
        foreach (var message in messages)
        {
            writer.Flush();
            // After the bracket or before the comma.
            starts.Add(buffer.WrittenCount + (starts.Count == 0 ? 0 : 1));
            WriteMessage(writer, message);
        }

        writer.WriteEndArray();
        writer.Flush();
        var json = buffer.WrittenSpan;
        if (json.Length <= maxLength || starts.Count < 2)
        {
            return Encoding.UTF8.GetString(json);
        }

        // Bytes are at least as many as characters.
        var length = json.Length;
        var first = starts.FindIndex(start => length - start + 1 <= maxLength);
        return string.Concat("[", Encoding.UTF8.GetString(json[(first < 0 ? starts[^1] : starts[first])..]));
    }

    // Half for the texts, half for what is around them and for escapes.
    private static ChatMessage Shortened(ChatMessage message, int maxLength)
    {
        var bound = new ValueBound(maxLength / 2 / message.Parts.Count, int.MaxValue, IsMarked: true);
        return message with { Parts = [.. message.Parts.Select(part => part with { Text = part.Text is { } text ? bound.Cut(text) : null })] };
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role);
        writer.WritePropertyName("parts");
        WriteParts(writer, message.Parts);
        DialectJson.WriteText(writer, "name", message.Name);
        DialectJson.WriteText(writer, "finish_reason", message.FinishReason);
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts)
    {
        writer.WriteStartArray();
        foreach (var part in parts)
        {
            WritePart(writer, part);
        }

        writer.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter writer, ChatPart part)
    {
        if (part.Kind == ChatPartKind.Other && part.Text is { } json && json.Contains("\"type\"", StringComparison.Ordinal) && DialectJson.IsStructure(json))
        {
            writer.WriteRawValue(json);
            return;
        }

        writer.WriteStartObject();
        switch (part.Kind)
        {
            case ChatPartKind.ToolCall:
                writer.WriteString("type", "tool_call");
                DialectJson.WriteText(writer, "id", part.Id);
                DialectJson.WriteText(writer, "name", part.Name);
                DialectJson.WriteAny(writer, "arguments", part.Text ?? "{}");
                break;
            case ChatPartKind.ToolResult:
                writer.WriteString("type", "tool_call_response");
                DialectJson.WriteText(writer, "id", part.Id);
                DialectJson.WriteText(writer, "name", part.Id is null ? part.Name : null);
                DialectJson.WriteAny(writer, "response", part.Text ?? string.Empty);
                break;
            case ChatPartKind.Media:
                WriteMedia(writer, part);
                break;
            case ChatPartKind.Other:
                writer.WriteString("type", "other");
                DialectJson.WriteAny(writer, "content", part.Text ?? string.Empty);
                break;
            default:
                writer.WriteString("type", part.Kind == ChatPartKind.Reasoning ? "reasoning" : "text");
                writer.WriteString("content", part.Text ?? string.Empty);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter writer, ChatPart part)
    {
        const string Marker = ";base64,";
        var at = part.Uri is ['d', 'a', 't', 'a', ':', ..] ? part.Uri.IndexOf(Marker, StringComparison.Ordinal) : -1;
        var mime = at > "data:".Length ? part.Uri!["data:".Length..at] : part.MediaType?.Contains('/', StringComparison.Ordinal) == true ? part.MediaType : null;
        var (type, name, value) = part.Uri switch
        {
            null => ("file", "file_id", part.Name),
            _ when at >= 0 => ("blob", "content", part.Uri[(at + Marker.Length)..]),
            var uri when uri.Contains(':', StringComparison.Ordinal) => ("uri", "uri", uri),
            var id => ("file", "file_id", id),
        };
        writer.WriteString("type", type);
        writer.WriteString("modality", Modality(mime ?? part.MediaType));
        DialectJson.WriteText(writer, "mime_type", mime);
        DialectJson.WriteText(writer, name, value);
        DialectJson.WriteText(writer, "transcript", part.Text);
    }

    private static string Modality(string? type) => type?.Split('/')[0] switch
    {
        "image" or "jpeg" or "jpg" or "png" or "gif" or "webp" => "image",
        "audio" or "wav" or "mp3" or "pcm16" => "audio",
        "video" => "video",
        _ => "document",
    };
}
