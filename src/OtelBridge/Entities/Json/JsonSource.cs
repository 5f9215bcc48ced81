using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OtelBridge.Entities.Json;

/// <summary>Turns text into JSON values that live on their own, and that can be read without a surprise: depth is bounded, text is valid Unicode.</summary>
internal static class JsonSource
{
    /// <summary>Levels inside each other; Python's own reader gives up near it. A value nests five times deeper in the REST form than in itself.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads UTF-8 text.</summary>
    /// <param name="utf8">The text, with or without a byte order mark.</param>
    /// <param name="what">What it should be, for the message: <c>trace</c>.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is no JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        if (!Utf8.IsValid(utf8))
        {
            throw BadJson.Error($"The {what} is no JSON: it is not valid UTF-8.");
        }

        try
        {
            return JsonElement.Parse(PythonJson.Mend(utf8), Options);
        }
        catch (JsonException e)
        {
            throw BadJson.Error($"The {what} is no JSON: {e.Message}", e);
        }
    }

    /// <summary>Reads text; see <see cref="Parse(ReadOnlySpan{byte}, string)"/>.</summary>
    public static JsonElement Parse(string text, string what) => Parse(Encoding.UTF8.GetBytes(text), what);

    /// <summary>Reads a value of anybody's again, so that it outlives its document; see <see cref="Parse(ReadOnlySpan{byte}, string)"/>.</summary>
    public static JsonElement Parse(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Undefined ? throw BadJson.Error($"The {what} is no JSON: the value is undefined.") : Parse(JsonMarshal.GetRawUtf8Value(value), what);

    /// <summary>Reads text that may be JSON; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonElement? value)
    {
        try
        {
            value = JsonElement.Parse(PythonJson.Mend(Encoding.UTF8.GetBytes(text)), Options);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>The value that a text holds as JSON, as attributes do that had to become text on their way; any other value is itself.</summary>
    public static JsonElement Unwrap(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && TryParse(value.GetString() ?? string.Empty, out var inner) ? inner.Value : value;
}
