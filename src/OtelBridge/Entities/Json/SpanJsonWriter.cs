using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Entities.Json;

/// <summary>Writes a span in the form of MLflow 3; see <see cref="SpanJsonReader"/>.</summary>
/// <remarks>MLflow's reader wants every member, and the trace id among the attributes.</remarks>
internal static class SpanJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Span span)
    {
        writer.WriteStartObject();
        writer.WriteString("trace_id", TraceId(span));
        writer.WriteString("span_id", OtelIdText.WriteBase64(span.SpanId, OtelIdText.SpanIdBytes) ?? HashOf(span.SpanId, OtelIdText.SpanIdBytes));
        writer.WriteString("parent_span_id", span.ParentId is { Length: > 0 } parent ? OtelIdText.WriteBase64(parent, OtelIdText.SpanIdBytes) ?? HashOf(parent, OtelIdText.SpanIdBytes) : null);
        writer.WriteString("name", span.Name);
        writer.WriteNumber("start_time_unix_nano", span.StartTimeNs);
        if (span.EndTimeNs is { } end)
        {
            writer.WriteNumber("end_time_unix_nano", end);
        }
        else
        {
            writer.WriteNull("end_time_unix_nano");
        }

        WriteEvents(writer, span.Events);
        writer.WriteStartObject("status");
        writer.WriteString("code", SpanStatusText.Write(span.Status));
        writer.WriteString("message", span.StatusDescription ?? string.Empty);
        writer.WriteEndObject();
        WriteAttributes(writer, span);
        writer.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter writer, IReadOnlyList<SpanEvent> events)
    {
        writer.WriteStartArray("events");
        foreach (var item in events)
        {
            writer.WriteStartObject();
            writer.WriteString("name", item.Name);
            writer.WriteNumber("time_unix_nano", item.TimestampNs);
            writer.WriteStartObject("attributes");
            foreach (var (key, value) in item.Attributes)
            {
                writer.WritePropertyName(key);
                EntityJson.WriteValue(writer, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, Span span)
    {
        writer.WriteStartObject("attributes");
        if (!span.Attributes.ContainsKey(MlflowKeys.TraceRequestId))
        {
            writer.WriteString(MlflowKeys.TraceRequestId, EntityJson.Utf8(span.TraceId, static (json, id) => json.WriteStringValue(id)));
        }

        foreach (var (key, value) in span.Attributes)
        {
            writer.WriteString(key, value.ValueKind == JsonValueKind.Undefined ? "null"u8 : JsonMarshal.GetRawUtf8Value(value));
        }

        writer.WriteEndObject();
    }

    // MLflow identifies a trace by what stands among the attributes; the id beside them has to be one of 16 bytes, whatever that is.
    private static string TraceId(Span span) =>
        (span.OtelTraceId is { } hex ? OtelIdText.WriteBase64(hex, OtelIdText.TraceIdBytes) : null) ?? HashOf(span.TraceId, OtelIdText.TraceIdBytes);

    private static string HashOf(string id, int bytes) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, bytes));
}
