using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Client.Transport;

/// <summary>Values of spans and assessments as <see cref="JsonElement"/>s that own their text, so that they outlive what they were read from.</summary>
internal static class JsonValue
{
    private const double LargestWhole = 9_007_199_254_740_992; // 2^53: whole numbers are exact up to here

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Of(AnyValue? value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            AnyValueJson.Write(writer, value ?? new AnyValue());
        }

        return Parse(buffer.WrittenSpan);
    }

    /// <summary>Reads JSON text; what is no JSON becomes a text.</summary>
    public static JsonElement OfText(string text)
    {
        try
        {
            return WithWholeNumbers(Parse(System.Text.Encoding.UTF8.GetBytes(text)));
        }
        catch (JsonException)
        {
            return Of(new AnyValue { StringValue = text });
        }
    }

    /// <summary>The same value with <c>4.0</c> as <c>4</c>: MLflow keeps every number of an assessment as a float, and a program that logged 4 wants to read 4.</summary>
    public static JsonElement WithWholeNumbers(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value);
        }

        return Parse(buffer.WrittenSpan);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        return JsonElement.ParseValue(ref reader);
    }

    // Depth is bounded by the reader.
    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetDouble(out var number) && Math.Abs(number) <= LargestWhole && Math.Floor(number) == number:
                writer.WriteNumberValue((long)number);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
