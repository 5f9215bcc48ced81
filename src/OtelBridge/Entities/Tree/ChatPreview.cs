using System.Runtime.InteropServices;
using System.Text.Json;
using OtelBridge.Chat;

namespace OtelBridge.Entities.Tree;

/// <summary>A chat in few words: what was said last, or which tools were asked for.</summary>
internal static class ChatPreview
{
    /// <summary>A longer history is not read for one line.</summary>
    private const int MaxRead = 64 * 1024;

    /// <summary>Of the inputs or the outputs of a model call; null when they are no chat.</summary>
    public static string? Of(JsonElement value, string role)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || JsonMarshal.GetRawUtf8Value(value).Length > MaxRead)
        {
            return null;
        }

        var text = ConversationJson.Read(value, role, takesText: false) is [.., var last] ? string.Join(", ", last.Parts.Select(Text)) : string.Empty;
        return text.Length > 0 ? text : null;
    }

    private static string Text(ChatPart part) => part.Kind switch
    {
        ChatPartKind.ToolCall => $"{part.Name}({part.Text})",
        ChatPartKind.Text => $"\"{part.Text}\"",
        ChatPartKind.Media => part.MediaType ?? "media",
        _ => part.Text ?? string.Empty,
    };
}
