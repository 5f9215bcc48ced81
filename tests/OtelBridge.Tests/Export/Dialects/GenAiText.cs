using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>Reads the messages of a span strictly by the schema of the GenAI conventions: <c>role: type text, …; …</c>.</summary>
internal static class GenAiText
{
    /// <summary>The instructions after an exclamation mark, then the input messages.</summary>
    public static string Of(Span span)
    {
        var instructions = span.Attribute(GenAiKeys.SystemInstructions) is { } system ? $"! {Parts(system)}; " : string.Empty;
        return instructions + Of(span.Attribute(GenAiKeys.InputMessages));
    }

    public static string Of(string? messages)
    {
        if (messages is null)
        {
            return string.Empty;
        }

        using var document = JsonDocument.Parse(messages);
        return string.Join("; ", document.RootElement.EnumerateArray().Select(message =>
            $"{message.GetProperty("role").GetString()}: {string.Join(", ", message.GetProperty("parts").EnumerateArray().Select(Part))}"));
    }

    private static string Parts(string parts)
    {
        using var document = JsonDocument.Parse(parts);
        return string.Join(", ", document.RootElement.EnumerateArray().Select(part => part.GetProperty("content").GetString()));
    }

    private static string Part(JsonElement part)
    {
        var type = part.GetProperty("type").GetString();
        var text = type switch
        {
            "text" or "reasoning" => part.GetProperty("content").GetString(),
            "tool_call" => $"{part.GetProperty("name").GetString()} {part.GetProperty("arguments").GetRawText()}",
            "tool_call_response" => part.GetProperty("response").GetString(),
            "blob" when part.GetProperty("modality").GetString() is "image" && part.GetProperty("mime_type").GetString() is "image/png" => part.GetProperty("content").GetString(),
            "uri" when part.GetProperty("modality").GetString() is "image" => part.GetProperty("uri").GetString(),
            _ => throw new InvalidDataException($"{part.GetRawText()} is no part."),
        };
        return $"{type} {text}";
    }
}
