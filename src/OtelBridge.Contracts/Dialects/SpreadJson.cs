using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>All attributes of a prefix as one JSON object, the prefix taken off. JSON texts become values, also the elements of <c>tools</c>.</summary>
internal static class SpreadJson
{
    private const string Tools = "tools";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object; null when no attribute has the prefix.</summary>
    public static string? Write(Span span, string prefix)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var members = new HashSet<string>(StringComparer.Ordinal); // bounded by the attributes of the span
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            foreach (var attribute in span.Attributes)
            {
                if (attribute.Value is { } value && attribute.Key.StartsWith(prefix, StringComparison.Ordinal) && members.Add(attribute.Key))
                {
                    var name = attribute.Key[prefix.Length..];
                    writer.WritePropertyName(name);
                    WriteValue(writer, value, isList: name == Tools);
                }
            }

            writer.WriteEndObject();
        }

        return members.Count == 0 ? null : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter writer, AnyValue value, bool isList)
    {
        if (isList && value.ValueCase == AnyValue.ValueOneofCase.ArrayValue)
        {
            writer.WriteStartArray();
            foreach (var element in value.ArrayValue.Values)
            {
                WriteValue(writer, element, isList: false);
            }

            writer.WriteEndArray();
            return;
        }

        writer.WriteRawValue(AttributeText.ValidJson(value) ?? "null");
    }
}
