using System.Globalization;
using Google.Protobuf;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>What a span in Zipkin's form must be to be taken. Zipkin's answer knows no partial success, so one bad span refuses its whole list.</summary>
internal static class ZipkinSpanCheck
{
    private const ulong MaxMicroseconds = long.MaxValue / ZipkinFormat.NanosecondsPerMicrosecond;

    /// <exception cref="RefusedRequestException">A span is refused; the message says which and why.</exception>
    public static void Check(ListOfSpans list)
    {
        for (var i = 0; i < list.Spans.Count; i++)
        {
            if (Refuse(list.Spans[i]) is { } reason)
            {
                throw ZipkinFormat.BadRequest(string.Create(CultureInfo.InvariantCulture, $"Span {i + 1} of the list: {reason}. None of the list was stored."));
            }
        }
    }

    private static string? Refuse(Span span) => span switch
    {
        _ when span.TraceId.Length is not (8 or 16) => "a trace id has 8 or 16 bytes (16 or 32 hex digits)",
        _ when IsZero(span.TraceId) => "a trace id must not be all zero",
        _ when span.Id.Length != 8 => "an id has 8 bytes (16 hex digits)",
        _ when IsZero(span.Id) => "an id must not be all zero",
        _ when span.ParentId.Length is not (0 or 8) => "a parent id has 8 bytes (16 hex digits) or none",
        _ when IsLate(span.Timestamp, span.Duration) => "timestamp or duration is out of range (microseconds since 1970, up to the year 2262)",
        _ when span.Annotations.Any(annotation => IsLate(annotation.Timestamp, 0)) => "the timestamp of an annotation is out of range (microseconds since 1970, up to the year 2262)",
        _ => Refuse(span.LocalEndpoint) ?? Refuse(span.RemoteEndpoint),
    };

    private static string? Refuse(Endpoint? endpoint) => endpoint switch
    {
        null => null,
        { Port: < 0 or > ushort.MaxValue } => "the port of an endpoint is out of range (0 to 65535)",
        { Ipv4.Length: not (0 or 4) } => "the IPv4 address of an endpoint has 4 bytes or none",
        { Ipv6.Length: not (0 or 16) } => "the IPv6 address of an endpoint has 16 bytes or none",
        _ => null,
    };

    private static bool IsLate(ulong start, ulong duration) => start > MaxMicroseconds || duration > MaxMicroseconds - start;

    private static bool IsZero(ByteString id) => !id.Span.ContainsAnyExcept((byte)0);
}
