using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Jaeger;

/// <summary>Writes a span in the JSON of Jaeger's older API. What OTLP has a field for and Jaeger has none becomes a tag.</summary>
internal static class JaegerSpanJson
{
    private const ulong NanosPerMicro = 1_000;

    // By which OpenTracing's shim says what kind of reference a link was.
    private const string RefType = "opentracing.ref_type";

    private const string EventField = "event";

    public static void Write(Utf8JsonWriter json, Span span, InstrumentationScope? scope, string processId)
    {
        json.WriteStartObject();
        json.WriteString("traceID"u8, Hex.Write(span.TraceId.Span));
        json.WriteString("spanID"u8, Hex.Write(span.SpanId.Span));
        json.WriteNumber("flags"u8, span.Flags & 0xFF);
        json.WriteString("operationName"u8, span.Name);
        WriteReferences(json, span);
        json.WriteNumber("startTime"u8, span.StartTimeUnixNano / NanosPerMicro);
        json.WriteNumber("duration"u8, Duration(span));
        WriteTags(json, span, scope);
        WriteLogs(json, span);
        json.WriteString("processID"u8, processId);
        JaegerTraceJson.WriteNoWarnings(json);
        json.WriteEndObject();
    }

    // A span that took no whole microsecond took some time still; one that has not ended has taken none yet.
    private static ulong Duration(Span span) => span.EndTimeUnixNano <= span.StartTimeUnixNano
        ? 0
        : Math.Max(1, (span.EndTimeUnixNano - span.StartTimeUnixNano) / NanosPerMicro);

    private static void WriteReferences(Utf8JsonWriter json, Span span)
    {
        json.WriteStartArray("references"u8);
        if (span.ParentSpanId.Span.ContainsAnyExcept((byte)0)) // eight zeros are how some emitters say "no parent"
        {
            WriteReference(json, "CHILD_OF", span.TraceId, span.ParentSpanId);
        }

        foreach (var link in span.Links)
        {
            var isParent = link.Attributes.Any(static attribute => attribute.Key == RefType && attribute.Value?.StringValue == "child_of");
            WriteReference(json, isParent ? "CHILD_OF" : "FOLLOWS_FROM", link.TraceId, link.SpanId);
        }

        json.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter json, string type, ByteString traceId, ByteString spanId)
    {
        json.WriteStartObject();
        json.WriteString("refType"u8, type);
        json.WriteString("traceID"u8, Hex.Write(traceId.Span));
        json.WriteString("spanID"u8, Hex.Write(spanId.Span));
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, Span span, InstrumentationScope? scope)
    {
        json.WriteStartArray("tags"u8);
        WriteTag(json, OTelKeys.ScopeName, scope?.Name);
        WriteTag(json, OTelKeys.ScopeVersion, scope?.Version);
        foreach (var attribute in span.Attributes)
        {
            JaegerTags.Write(json, attribute);
        }

        WriteTag(json, OTelKeys.SpanKind, JaegerSpanKind.Of(span.Kind));
        WriteStatus(json, span.Status);
        WriteTag(json, OTelKeys.TraceState, span.TraceState);
        json.WriteEndArray();
    }

    private static void WriteStatus(Utf8JsonWriter json, Status? status)
    {
        switch (status?.Code)
        {
            case Status.Types.StatusCode.Ok:
                WriteTag(json, OTelKeys.StatusCode, "OK");
                break;
            case Status.Types.StatusCode.Error:
                WriteTag(json, OTelKeys.StatusCode, "ERROR");
                JaegerTags.Write(json, OTelKeys.Error, new AnyValue { BoolValue = true });
                break;
            default:
                break;
        }

        WriteTag(json, OTelKeys.StatusDescription, status?.Message);
    }

    private static void WriteTag(Utf8JsonWriter json, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            JaegerTags.Write(json, key, value);
        }
    }

    private static void WriteLogs(Utf8JsonWriter json, Span span)
    {
        json.WriteStartArray("logs"u8);
        foreach (var happened in span.Events)
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, happened.TimeUnixNano / NanosPerMicro);
            json.WriteStartArray("fields"u8);
            if (happened.Name.Length > 0 && happened.Attributes.All(static attribute => attribute.Key != EventField))
            {
                JaegerTags.Write(json, EventField, happened.Name);
            }

            foreach (var attribute in happened.Attributes)
            {
                JaegerTags.Write(json, attribute);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
