using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OtelBridge.Identifiers;

namespace OtelBridge.Otlp;

/// <summary>Writes OTLP/JSON: lowerCamelCase names, hex ids, enums as numbers, 64-bit integers as text; default values are left out.</summary>
/// <remarks>What it writes, the server reads back to an equal message. Source: the OTLP specification.</remarks>
public static class OtlpJsonWriter
{
    /// <summary>Gets the options for a writer of OTLP/JSON: text stays readable, since the result is never pasted into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an export request as UTF-8 text.</summary>
    public static ReadOnlyMemory<byte> WriteRequest(ExportTraceServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteResourceSpans(json, request.ResourceSpans);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes the field <c>resourceSpans</c> into the current object.</summary>
    public static void WriteResourceSpans(Utf8JsonWriter json, IEnumerable<ResourceSpans> resourceSpans)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(resourceSpans);
        json.WriteStartArray("resourceSpans"u8);
        foreach (var group in resourceSpans)
        {
            WriteResourceSpans(json, group);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one resource with its spans, as an item of the field <c>resourceSpans</c>.</summary>
    public static void WriteResourceSpans(Utf8JsonWriter json, ResourceSpans group)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(group);
        json.WriteStartObject();
        if (group.Resource is { } resource)
        {
            json.WriteStartObject("resource"u8);
            OtlpJsonValueWriter.WriteAttributes(json, resource.Attributes);
            WriteCount(json, "droppedAttributesCount"u8, resource.DroppedAttributesCount);
            json.WriteEndObject();
        }

        WriteAll(json, "scopeSpans"u8, group.ScopeSpans, WriteScopeSpans);
        WriteText(json, "schemaUrl"u8, group.SchemaUrl);
        json.WriteEndObject();
    }

    private static void WriteScopeSpans(Utf8JsonWriter json, ScopeSpans group)
    {
        if (group.Scope is { } scope)
        {
            json.WriteStartObject("scope"u8);
            WriteText(json, "name"u8, scope.Name);
            WriteText(json, "version"u8, scope.Version);
            OtlpJsonValueWriter.WriteAttributes(json, scope.Attributes);
            WriteCount(json, "droppedAttributesCount"u8, scope.DroppedAttributesCount);
            json.WriteEndObject();
        }

        WriteAll(json, "spans"u8, group.Spans, WriteSpan);
        WriteText(json, "schemaUrl"u8, group.SchemaUrl);
    }

    private static void WriteSpan(Utf8JsonWriter json, Span span)
    {
        WriteId(json, "traceId"u8, span.TraceId);
        WriteId(json, "spanId"u8, span.SpanId);
        WriteText(json, "traceState"u8, span.TraceState);
        WriteId(json, "parentSpanId"u8, span.ParentSpanId);
        WriteCount(json, "flags"u8, span.Flags);
        WriteText(json, "name"u8, span.Name);
        WriteNumber(json, "kind"u8, (int)span.Kind);
        WriteTime(json, "startTimeUnixNano"u8, span.StartTimeUnixNano);
        WriteTime(json, "endTimeUnixNano"u8, span.EndTimeUnixNano);
        OtlpJsonValueWriter.WriteAttributes(json, span.Attributes);
        WriteCount(json, "droppedAttributesCount"u8, span.DroppedAttributesCount);
        WriteAll(json, "events"u8, span.Events, WriteEvent);
        WriteCount(json, "droppedEventsCount"u8, span.DroppedEventsCount);
        WriteAll(json, "links"u8, span.Links, WriteLink);
        WriteCount(json, "droppedLinksCount"u8, span.DroppedLinksCount);
        if (span.Status is { } status)
        {
            json.WriteStartObject("status"u8);
            WriteText(json, "message"u8, status.Message);
            WriteNumber(json, "code"u8, (int)status.Code);
            json.WriteEndObject();
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, Span.Types.Event @event)
    {
        WriteTime(json, "timeUnixNano"u8, @event.TimeUnixNano);
        WriteText(json, "name"u8, @event.Name);
        OtlpJsonValueWriter.WriteAttributes(json, @event.Attributes);
        WriteCount(json, "droppedAttributesCount"u8, @event.DroppedAttributesCount);
    }

    private static void WriteLink(Utf8JsonWriter json, Span.Types.Link link)
    {
        WriteId(json, "traceId"u8, link.TraceId);
        WriteId(json, "spanId"u8, link.SpanId);
        WriteText(json, "traceState"u8, link.TraceState);
        OtlpJsonValueWriter.WriteAttributes(json, link.Attributes);
        WriteCount(json, "droppedAttributesCount"u8, link.DroppedAttributesCount);
        WriteCount(json, "flags"u8, link.Flags);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, RepeatedField<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, ByteString id)
    {
        if (!id.IsEmpty)
        {
            json.WriteString(name, Hex.Write(id.Span));
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
            json.WriteString(name, unixNano.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, uint count)
    {
        if (count != 0)
        {
            json.WriteNumber(name, count);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, int number)
    {
        if (number != 0)
        {
            json.WriteNumber(name, number);
        }
    }
}
