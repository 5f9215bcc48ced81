using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Export.Masking;

/// <summary>Makes a text a JSON string.</summary>
internal static class JsonString
{
    public static string Of(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
