using System.Text.Json;
using OtelBridge.Chat;

namespace OtelBridge.Dialects;

/// <summary>Previews by MLflow's rules, which here know chats of every form.</summary>
internal static class PreviewText
{
    /// <summary>Draws the preview of a value.</summary>
    /// <param name="json">The value as JSON text; null when there is none.</param>
    /// <param name="role">The role to look for.</param>
    public static string? Of(string? json, string role) => json is null ? null : TracePreview.Of(json, role, FindMessage);

    private static string? FindMessage(JsonElement value, string role)
    {
        // {"model":"m","input":"why?"}: a mere text is a message only where a model is asked.
        var asksModel = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("model", out _);
        var messages = ConversationJson.Read(value, role, asksModel);
        var message = messages.LastOrDefault(m => m.Role == role) ?? (messages.Count > 0 ? messages[^1] : null);
        var text = message?.Parts.FirstOrDefault(part => part.Kind == ChatPartKind.Text)?.Text;
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
