using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Jaeger;

/// <summary>Writes attributes as Jaeger's typed tags: <c>{"key", "type", "value"}</c>.</summary>
internal static class JaegerTags
{
    // Whole numbers up to here are exact in JavaScript; Jaeger writes larger ones as text.
    private const long MaxSafeInteger = (1L << 53) - 1;

    public static void Write(Utf8JsonWriter json, KeyValue attribute) => Write(json, attribute.Key, attribute.Value ?? new AnyValue());

    public static void Write(Utf8JsonWriter json, string key, string value) => Write(json, key, new AnyValue { StringValue = value });

    public static void Write(Utf8JsonWriter json, string key, AnyValue value)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteString("type"u8, "bool"u8);
                json.WriteBoolean("value"u8, value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                WriteWhole(json, value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                json.WriteString("type"u8, "float64"u8);
                json.WritePropertyName("value"u8);
                AnyValueJson.Write(json, value);
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                json.WriteString("type"u8, "binary"u8);
                json.WriteBase64String("value"u8, value.BytesValue.Span);
                break;
            default:
                json.WriteString("type"u8, "string"u8);
                json.WriteString("value"u8, Text(value));
                break;
        }

        json.WriteEndObject();
    }

    // Lists and maps have no type of their own.
    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.None => string.Empty,
        _ => AnyValueJson.Write(value),
    };

    private static void WriteWhole(Utf8JsonWriter json, long value)
    {
        json.WriteString("type"u8, "int64"u8);
        if (value is >= -MaxSafeInteger and <= MaxSafeInteger)
        {
            json.WriteNumber("value"u8, value);
        }
        else
        {
            json.WriteString("value"u8, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
