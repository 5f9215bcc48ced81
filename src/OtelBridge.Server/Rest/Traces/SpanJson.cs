using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.TracesJson;
using OtelBridge.Store.Translation;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>A span in the JSON of MLflow's REST API: OTLP's message in snake_case, ids in base64, numbers as numbers, defaults left out.</summary>
/// <remarks>Kind, links, resource and scope are not part of it, as in MLflow; gRPC and OTLP/JSON have them.</remarks>
internal static class SpanJson
{
    public static void Write(Utf8JsonWriter json, SpanView view)
    {
        var span = view.Span;
        json.WriteStartObject();
        WriteId(json, "trace_id"u8, span.TraceId);
        WriteId(json, "span_id"u8, span.SpanId);
        if (!view.IsRoot)
        {
            WriteId(json, "parent_span_id"u8, span.ParentSpanId);
        }

        WriteText(json, "name"u8, span.Name);
        WriteTime(json, "start_time_unix_nano"u8, span.StartTimeUnixNano);
        WriteTime(json, "end_time_unix_nano"u8, span.EndTimeUnixNano);
        WriteAttributes(json, view.Attributes());
        WriteEvents(json, span);
        json.WriteStartObject("status"u8);
        WriteStatus(json, span.Status);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, Span span)
    {
        if (span.Events.Count == 0)
        {
            return;
        }

        json.WriteStartArray("events"u8);
        foreach (var @event in span.Events)
        {
            json.WriteStartObject();
            WriteTime(json, "time_unix_nano"u8, @event.TimeUnixNano);
            WriteText(json, "name"u8, @event.Name);
            WriteAttributes(json, @event.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStatus(Utf8JsonWriter json, Status? status)
    {
        if (status is null)
        {
            return;
        }

        WriteText(json, "message"u8, status.Message);
        if (status.Code != Status.Types.StatusCode.Unset)
        {
            json.WriteString("code"u8, SpanStatusText.Of(status.Code));
        }
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValue> attributes)
    {
        using var attribute = attributes.GetEnumerator();
        if (!attribute.MoveNext())
        {
            return;
        }

        json.WriteStartArray("attributes"u8);
        do
        {
            WritePair(json, attribute.Current);
        }
        while (attribute.MoveNext());
        json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, KeyValue pair)
    {
        json.WriteStartObject();
        WriteText(json, "key"u8, pair.Key);
        if (pair.Value is { ValueCase: not AnyValue.ValueOneofCase.None } value) // null has no value; its readers take that for null
        {
            json.WritePropertyName("value"u8);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    // Depth is bounded at the intake.
    private static void WriteValue(Utf8JsonWriter json, AnyValue? value)
    {
        json.WriteStartObject();
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                json.WriteString("string_value"u8, value.StringValue);
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteBoolean("bool_value"u8, value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                json.WriteNumber("int_value"u8, value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                RestNumbers.WriteDouble(json, "double_value"u8, value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                json.WriteBase64String("bytes_value"u8, value.BytesValue.Span);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                WriteList(json, value.ArrayValue);
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                WriteMap(json, value.KvlistValue);
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ArrayValue list)
    {
        json.WriteStartObject("array_value"u8);
        if (list.Values.Count > 0)
        {
            json.WriteStartArray("values"u8);
            foreach (var item in list.Values)
            {
                WriteValue(json, item);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, KeyValueList map)
    {
        json.WriteStartObject("kvlist_value"u8);
        if (map.Values.Count > 0)
        {
            json.WriteStartArray("values"u8);
            foreach (var pair in map.Values)
            {
                WritePair(json, pair);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, ByteString id)
    {
        if (!id.IsEmpty)
        {
            json.WriteBase64String(name, id.Span);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong unixNano)
    {
        if (unixNano != 0)
        {
            json.WriteNumber(name, unixNano);
        }
    }
}
