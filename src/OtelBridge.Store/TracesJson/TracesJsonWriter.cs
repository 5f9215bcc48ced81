using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.TracesJson;

/// <summary>Writes spans as MLflow 3 keeps them in <c>traces.json</c>: ids in base64, attributes as JSON texts in a map.</summary>
public static class TracesJsonWriter
{
    /// <summary>Writes one span as an object.</summary>
    public static void WriteSpan(Utf8JsonWriter json, SpanView view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        var span = view.Span;
        json.WriteStartObject();
        json.WriteBase64String("trace_id"u8, span.TraceId.Span);
        json.WriteBase64String("span_id"u8, span.SpanId.Span);
        WriteParent(json, view.IsRoot ? ByteString.Empty : span.ParentSpanId);
        json.WriteString("name"u8, span.Name);
        json.WriteNumber("start_time_unix_nano"u8, span.StartTimeUnixNano);
        WriteEnd(json, span.EndTimeUnixNano);
        WriteEvents(json, span, "time_unix_nano");
        json.WriteStartObject("status"u8);
        json.WriteString("code"u8, SpanStatusText.Of(span.Status?.Code ?? 0));
        json.WriteString("message"u8, span.Status?.Message ?? string.Empty);
        json.WriteEndObject();
        WriteAttributes(json, view);
        json.WriteEndObject();
    }

    private static void WriteParent(Utf8JsonWriter json, ByteString parent)
    {
        if (parent.IsEmpty)
        {
            json.WriteNull("parent_span_id"u8);
        }
        else
        {
            json.WriteBase64String("parent_span_id"u8, parent.Span);
        }
    }

    private static void WriteEnd(Utf8JsonWriter json, ulong end)
    {
        if (end == 0)
        {
            json.WriteNull("end_time_unix_nano"u8);
        }
        else
        {
            json.WriteNumber("end_time_unix_nano"u8, end);
        }
    }

    internal static void WriteEvents(Utf8JsonWriter json, Span span, string timeName)
    {
        json.WriteStartArray("events"u8);
        foreach (var @event in span.Events)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, @event.Name);
            json.WriteNumber(timeName, @event.TimeUnixNano);
            json.WriteStartObject("attributes"u8);
            foreach (var attribute in Once(@event.Attributes))
            {
                json.WritePropertyName(attribute.Key);
                json.WriteRawValue(AnyValueJson.Write(attribute.Value ?? new AnyValue()));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteAttributes(Utf8JsonWriter json, SpanView view)
    {
        json.WriteStartObject("attributes"u8);
        foreach (var attribute in Once(view.Attributes()))
        {
            json.WriteString(attribute.Key, AnyValueJson.Write(attribute.Value));
        }

        json.WriteEndObject();
    }

    // OTLP wants a key once, but nobody makes its senders; in a map the first one stays.
    private static IEnumerable<KeyValue> Once(IEnumerable<KeyValue> attributes) =>
        attributes.DistinctBy(static attribute => attribute.Key, StringComparer.Ordinal);
}
