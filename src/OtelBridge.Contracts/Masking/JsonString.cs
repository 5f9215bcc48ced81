using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Masking;

/// <summary>Makes a text a JSON string.</summary>
internal static class JsonString
{
    /// <summary>The text that a JSON string means; the text itself, when it is none.</summary>
    public static string Content(string text)
    {
        if (text is not ['"', .., '"'])
        {
            return text;
        }

        try
        {
            return JsonSerializer.Deserialize(text, MaskJsonContext.Default.String) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string Of(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
