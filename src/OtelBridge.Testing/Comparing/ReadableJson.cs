using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Testing.Comparing;

/// <summary>JSON for people and for comparing line by line: indented, one kind of line ending, letters of all languages as they are.</summary>
internal static class ReadableJson
{
    public static JsonWriterOptions Writing { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static string Of(JsonElement value) => JsonSerializer.Serialize(value, Options);
}
