using System.Buffers;
using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Values of OTLP as MLflow's REST API writes them: <c>{"kvlist_value":{"values":[{"key":"q","value":{"string_value":"hi"}}]}}</c> is <c>{"q":"hi"}</c>.</summary>
/// <remarks>Bytes stay base64 text; a value that says nothing is null.</remarks>
internal static class RestValueJson
{
    private const string What = "attribute value";

    public static JsonElement Read(JsonElement? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, EntityJson.WriterOptions()))
        {
            Write(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = JsonSource.MaxDepth });
    }

    // Its depth is bounded by its reader.
    private static void Write(Utf8JsonWriter writer, JsonElement? value)
    {
        if (value is not { } given)
        {
            writer.WriteNullValue();
            return;
        }

        var fields = new JsonFields(given, What);
        if (fields.Object("kvlist_value") is { } map)
        {
            writer.WriteStartObject();
            foreach (var item in map.List("values"))
            {
                var pair = new JsonFields(item, What);
                writer.WritePropertyName(pair.Text("key") ?? string.Empty);
                Write(writer, pair.Value("value"));
            }

            writer.WriteEndObject();
        }
        else if (fields.Object("array_value") is { } list)
        {
            writer.WriteStartArray();
            foreach (var item in list.List("values"))
            {
                Write(writer, item.ValueKind == JsonValueKind.Null ? null : item);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteScalar(writer, fields);
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, JsonFields fields)
    {
        if (fields.Int64("int_value") is { } whole)
        {
            writer.WriteNumberValue(whole);
        }
        else if (fields.Value("double_value") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var real) && double.IsFinite(real))
        {
            writer.WriteNumberValue(real); // spelled as over gRPC: 3.0 is 3
        }
        else if ((fields.Value("double_value") ?? fields.Value("bool_value")) is { } scalar)
        {
            scalar.WriteTo(writer);
        }
        else if ((fields.Text("string_value") ?? fields.Text("bytes_value")) is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
