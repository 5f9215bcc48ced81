using System.Text.Json;

namespace OtelBridge;

/// <summary>The preview of a trace's request or response: the message that matters when the value is a chat, else its JSON text; cut to 1,000 characters.</summary>
/// <remarks>Source: MLflow 3.6's preview rules. Unlike MLflow, a key that holds no messages does not hide the next one.</remarks>
public static class TracePreview
{
    /// <summary>Largest preview in characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Role whose last message is the preview of a request.</summary>
    public const string User = "user";

    /// <summary>Role whose last message is the preview of a response.</summary>
    public const string Assistant = "assistant";

    private const string Ellipsis = "...";
    private const int MaxParsedLength = 1 << 20;
    private const int MaxNesting = 8;

    /// <summary>Draws the preview of a value.</summary>
    /// <param name="json">The value as JSON text.</param>
    /// <param name="role">The role to look for.</param>
    /// <param name="others">Finds a message in values of other forms than OpenAI's; optional.</param>
    public static string Of(string json, string role, Func<JsonElement, string, string?>? others = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Cut(FindMessage(json, role, others) ?? json);
    }

    /// <summary>Cuts to the largest preview, never inside a pair of surrogates.</summary>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var length = MaxLength - Ellipsis.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), Ellipsis);
    }

    private static string? FindMessage(string json, string role, Func<JsonElement, string, string?>? others)
    {
        if (json.Length > MaxParsedLength || json.AsSpan().TrimStart() is not (['{', ..] or ['[', ..]))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return FindMessage(document.RootElement, role, 0) ?? others?.Invoke(document.RootElement, role);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the last two for text that holds half a surrogate pair
        {
            return null;
        }
    }

    private static string? FindMessage(JsonElement value, string role, int nesting)
    {
        if (value.ValueKind != JsonValueKind.Object || nesting > MaxNesting)
        {
            return null;
        }

        var messages = List(value, "messages");
        if (messages.Count == 0 && value.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array
            && choices.GetArrayLength() > 0 && choices[0].ValueKind == JsonValueKind.Object
            && choices[0].TryGetProperty("message", out var message) && IsMessage(message))
        {
            messages = [message];
        }

        foreach (var key in (string[])["input", "output"])
        {
            messages = messages.Count > 0 ? messages : List(value, key);
        }

        if (messages.Count == 0)
        {
            return value.TryGetProperty("request", out var request) ? FindMessage(request, role, nesting + 1) : null;
        }

        var chosen = messages.FindLastIndex(m => m.GetProperty("role").ValueEquals(role));
        var text = Content(messages[chosen >= 0 ? chosen : ^1].GetProperty("content"));
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static List<JsonElement> List(JsonElement value, string key) =>
        value.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(IsMessage)]
            : [];

    private static bool IsMessage(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String
        && value.TryGetProperty("content", out _);

    private static string? Content(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString(),
        JsonValueKind.Array => content.EnumerateArray().Select(Part).FirstOrDefault(text => text is not null),
        _ => null,
    };

    private static string? Part(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => part.GetString(),
        JsonValueKind.Object when part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "text" or "output_text"
            && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String => text.GetString(),
        _ => null,
    };
}
