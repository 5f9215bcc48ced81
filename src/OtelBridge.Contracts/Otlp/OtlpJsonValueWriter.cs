using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;

namespace OtelBridge.Otlp;

/// <summary>Writes attributes and their values as OTLP/JSON.</summary>
internal static class OtlpJsonValueWriter
{
    public static void WriteAttributes(Utf8JsonWriter json, RepeatedField<KeyValue> attributes)
    {
        if (attributes.Count > 0)
        {
            WriteList(json, "attributes"u8, attributes);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, RepeatedField<KeyValue> attributes)
    {
        json.WriteStartArray(name);
        foreach (var attribute in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, attribute.Key);
            if (attribute.Value is { } value)
            {
                json.WritePropertyName("value"u8);
                WriteValue(json, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // The kind itself is the information, so a kind is written also when its value is the default: {"intValue":"0"}, {"stringValue":""}.
    private static void WriteValue(Utf8JsonWriter json, AnyValue value)
    {
        json.WriteStartObject();
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                json.WriteString("stringValue"u8, value.StringValue);
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteBoolean("boolValue"u8, value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                json.WriteString("intValue"u8, value.IntValue.ToString(CultureInfo.InvariantCulture));
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                WriteDouble(json, value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                json.WriteBase64String("bytesValue"u8, value.BytesValue.Span);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                WriteArray(json, value.ArrayValue);
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                json.WriteStartObject("kvlistValue"u8);
                WriteList(json, "values"u8, value.KvlistValue.Values);
                json.WriteEndObject();
                break;
            case AnyValue.ValueOneofCase.None:
            default:
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, ArrayValue array)
    {
        json.WriteStartObject("arrayValue"u8);
        json.WriteStartArray("values"u8);
        foreach (var item in array.Values)
        {
            WriteValue(json, item);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // JSON has no numbers for these three; protobuf's JSON writes their names.
    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber("doubleValue"u8, value);
        }
        else
        {
            json.WriteString("doubleValue"u8, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
