using System.Net;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Reads Zipkin's JSON, version 2: a list of spans. Fields that are not known are passed over, as Zipkin does.</summary>
/// <remarks>
/// <code>[{"traceId":"86154a4ba6e91385","id":"4d1e00c0db9010db","kind":"CLIENT","timestamp":1502787600000000,"duration":207000,
/// "localEndpoint":{"serviceName":"frontend","ipv4":"127.0.0.1"},"annotations":[{"timestamp":1502787600000100,"value":"ws"}],"tags":{"http.path":"/api"}}]</code>
/// </remarks>
internal static class ZipkinJsonReader
{
    private const int LongTraceId = 32;
    private const int ShortId = 16;

    /// <exception cref="OtlpJsonException">The text is not JSON, not UTF-8, or a value has the wrong form.</exception>
    public static ListOfSpans Read(ReadOnlySpan<byte> utf8, int maxSize = int.MaxValue, Action<long>? held = null)
    {
        var json = new OtlpJsonCursor(utf8, maxSize, held);
        try
        {
            var list = new ListOfSpans();
            json.Start();
            if (!json.TryEnterArray())
            {
                throw json.Error("Expected a list of spans, found null");
            }

            while (json.NextItem())
            {
                if (!json.TryEnterObject())
                {
                    throw json.Error("Expected a span, found null");
                }

                list.Spans.Add(ReadSpan(ref json));
            }

            json.End();
            return list;
        }
        catch (JsonException e)
        {
            throw OtlpJsonException.Of(e);
        }
    }

    private static Span ReadSpan(ref OtlpJsonCursor json)
    {
        var span = new Span();
        while (json.NextField())
        {
            if (json.Is("traceId"u8))
            {
                span.TraceId = Id(ref json, LongTraceId);
            }
            else if (json.Is("id"u8))
            {
                span.Id = Id(ref json, ShortId);
            }
            else if (json.Is("parentId"u8))
            {
                span.ParentId = Id(ref json, ShortId);
            }
            else if (json.Is("kind"u8))
            {
                span.Kind = Kind(ref json);
            }
            else if (json.Is("name"u8))
            {
                span.Name = json.Text();
            }
            else if (json.Is("timestamp"u8))
            {
                span.Timestamp = Microseconds(ref json);
            }
            else if (json.Is("duration"u8))
            {
                span.Duration = Microseconds(ref json);
            }
            else if (json.Is("localEndpoint"u8))
            {
                span.LocalEndpoint = json.TryEnterObject() ? ReadEndpoint(ref json) : null;
            }
            else if (json.Is("remoteEndpoint"u8))
            {
                span.RemoteEndpoint = json.TryEnterObject() ? ReadEndpoint(ref json) : null;
            }
            else
            {
                ReadRest(ref json, span);
            }
        }

        return span;
    }

    private static void ReadRest(ref OtlpJsonCursor json, Span span)
    {
        if (json.Is("annotations"u8))
        {
            OtlpJsonReader.ReadAll(ref json, span.Annotations, ReadAnnotation);
        }
        else if (json.Is("tags"u8))
        {
            ReadTags(ref json, span);
        }
        else if (json.Is("debug"u8))
        {
            span.Debug = json.Bool();
        }
        else if (json.Is("shared"u8))
        {
            span.Shared = json.Bool();
        }
        else
        {
            json.Skip();
        }
    }

    private static Endpoint ReadEndpoint(ref OtlpJsonCursor json)
    {
        var endpoint = new Endpoint();
        while (json.NextField())
        {
            if (json.Is("serviceName"u8))
            {
                endpoint.ServiceName = json.Text();
            }
            else if (json.Is("ipv4"u8) || json.Is("ipv6"u8))
            {
                // Reporters write host names and empty texts here; Zipkin leaves out what is no address, and so does this.
                if (IPAddress.TryParse(json.Text(), out var address))
                {
                    endpoint.Set(address);
                }
            }
            else if (json.Is("port"u8))
            {
                endpoint.Port = json.Integer<int>("a port");
            }
            else
            {
                json.Skip();
            }
        }

        return endpoint;
    }

    private static Annotation ReadAnnotation(ref OtlpJsonCursor json)
    {
        var annotation = new Annotation();
        while (json.NextField())
        {
            if (json.Is("timestamp"u8))
            {
                annotation.Timestamp = Microseconds(ref json);
            }
            else if (json.Is("value"u8))
            {
                annotation.Value = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return annotation;
    }

    private static void ReadTags(ref OtlpJsonCursor json, Span span)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextField())
        {
            span.Tags[json.FieldName()] = json.ScalarText();
        }
    }

    private static ulong Microseconds(ref OtlpJsonCursor json) => json.Integer<ulong>("microseconds as a number");

    private static Span.Types.Kind Kind(ref OtlpJsonCursor json) => json.Text() switch
    {
        "" => Span.Types.Kind.SpanKindUnspecified,
        "CLIENT" => Span.Types.Kind.Client,
        "SERVER" => Span.Types.Kind.Server,
        "PRODUCER" => Span.Types.Kind.Producer,
        "CONSUMER" => Span.Types.Kind.Consumer,
        _ => throw json.Error("Expected CLIENT, SERVER, PRODUCER or CONSUMER, found another string"),
    };

    // Some reporters leave out leading zeros; Zipkin fills them up to 64 or 128 bits.
    private static ByteString Id(ref OtlpJsonCursor json, int maxDigits)
    {
        var text = json.Text();
        if (text.Length == 0)
        {
            return ByteString.Empty;
        }

        var digits = text.Length <= ShortId ? ShortId : LongTraceId;
        var id = new byte[digits / 2];
        return text.Length <= maxDigits && Hex.TryRead(text.PadLeft(digits, '0'), id)
            ? UnsafeByteOperations.UnsafeWrap(id)
            : throw json.Error($"Expected an id of 1 to {maxDigits} hex digits, found another string");
    }
}
