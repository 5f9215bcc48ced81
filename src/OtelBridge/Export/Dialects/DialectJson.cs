using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Export.Dialects;

/// <summary>Writes and judges the JSON texts that attributes hold.</summary>
internal static class DialectJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value.</summary>
    public static string Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer, state);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A text without its quotes, unless it reads like JSON itself; anything else as JSON.</summary>
    public static string Plain(string json)
    {
        if (json is not ['"', ..] || json.Length > SpanContent.MaxParsedLength)
        {
            return json;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var text = document.RootElement.GetString() ?? string.Empty;
            return IsJson(text) ? json : text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the last two for half a surrogate pair
        {
            return json;
        }
    }

    public static bool IsStructure(string text) => text.AsSpan().TrimStart() is ['{', ..] or ['[', ..] && IsJson(text);

    /// <summary>Whether a text begins as JSON does: to parse one that does not would cost an exception.</summary>
    public static bool BeginsAsJson(string text) =>
        text.AsSpan().Trim() is ['{' or '[' or '"' or '-' or (>= '0' and <= '9'), ..] or "true" or "false" or "null";

    /// <summary>Writes a member that may be anything: JSON as it is, any other text as text.</summary>
    public static void WriteAny(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        if (IsStructure(text))
        {
            writer.WriteRawValue(text);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    /// <summary>Writes a text member unless there is none.</summary>
    public static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static bool IsJson(string text)
    {
        if (!BeginsAsJson(text))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return false;
        }
    }
}
