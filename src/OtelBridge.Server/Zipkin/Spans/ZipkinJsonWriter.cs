using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Writes Zipkin's JSON, version 2. What is empty is left out; names of spans and services are in lower case, as Zipkin keeps and compares them.</summary>
internal static class ZipkinJsonWriter
{
    public static void Write(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        WriteId(json, "traceId"u8, span.TraceId);
        WriteId(json, "parentId"u8, span.ParentId);
        WriteId(json, "id"u8, span.Id);
        if (KindOf(span.Kind) is { } kind)
        {
            json.WriteString("kind"u8, kind);
        }

        WriteText(json, "name"u8, span.Name.ToLowerInvariant());
        WriteMicroseconds(json, "timestamp"u8, span.Timestamp);
        WriteMicroseconds(json, "duration"u8, span.Duration);
        WriteEndpoint(json, "localEndpoint"u8, span.LocalEndpoint);
        WriteEndpoint(json, "remoteEndpoint"u8, span.RemoteEndpoint);
        WriteAnnotations(json, span);
        WriteTags(json, span);
        if (span.Debug)
        {
            json.WriteBoolean("debug"u8, true);
        }

        if (span.Shared)
        {
            json.WriteBoolean("shared"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteEndpoint(Utf8JsonWriter json, ReadOnlySpan<byte> field, Endpoint? endpoint)
    {
        if (endpoint is null)
        {
            return;
        }

        json.WriteStartObject(field);
        WriteText(json, "serviceName"u8, endpoint.ServiceName.ToLowerInvariant());
        WriteText(json, "ipv4"u8, EndpointExtensions.Text(endpoint.Ipv4));
        WriteText(json, "ipv6"u8, EndpointExtensions.Text(endpoint.Ipv6));
        if (endpoint.Port > 0)
        {
            json.WriteNumber("port"u8, endpoint.Port);
        }

        json.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter json, Span span)
    {
        if (span.Annotations.Count == 0)
        {
            return;
        }

        json.WriteStartArray("annotations"u8);
        foreach (var annotation in span.Annotations)
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, annotation.Timestamp);
            json.WriteString("value"u8, annotation.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, Span span)
    {
        if (span.Tags.Count == 0)
        {
            return;
        }

        json.WriteStartObject("tags"u8);
        foreach (var (key, value) in span.Tags)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> field, ByteString id) => WriteText(json, field, Hex.Write(id.Span));

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(field, text);
        }
    }

    private static void WriteMicroseconds(Utf8JsonWriter json, ReadOnlySpan<byte> field, ulong value)
    {
        if (value > 0)
        {
            json.WriteNumber(field, value);
        }
    }

    private static string? KindOf(Span.Types.Kind kind) => kind switch
    {
        Span.Types.Kind.Client => "CLIENT",
        Span.Types.Kind.Server => "SERVER",
        Span.Types.Kind.Producer => "PRODUCER",
        Span.Types.Kind.Consumer => "CONSUMER",
        _ => null,
    };
}
