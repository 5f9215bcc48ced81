using System.Globalization;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>A link as a tag, in the form that the OpenTelemetry Collector writes and reads: <c>TRACE|SPAN|STATE|{ATTRIBUTES}|DROPPED</c>.</summary>
internal static class ZipkinLink
{
    private const char Separator = '|';

    public static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{ZipkinKeys.LinkPrefix}{number}");

    public static string Write(Span.Types.Link link) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Hex.Write(link.TraceId.Span)}|{Hex.Write(link.SpanId.Span)}|{link.TraceState}|{AttributeJson.Write(link.Attributes)}|{link.DroppedAttributesCount}");

    /// <summary>Takes the links, numbered from 0; one that cannot be read stays a tag.</summary>
    public static IEnumerable<Span.Types.Link> TakeAll(ZipkinTags tags)
    {
        for (var i = 0; tags.Find(KeyOf(i)) is { } text; i++)
        {
            if (Read(text) is { } link)
            {
                tags.TryTake(KeyOf(i), out _);
                yield return link;
            }
        }
    }

    // The attributes may hold separators: what stands before them is counted from the front, the count from the end.
    private static Span.Types.Link? Read(string text)
    {
        var parts = text.Split(Separator, 4);
        var last = text.LastIndexOf(Separator);
        if (parts.Length < 4 || last < text.Length - parts[3].Length)
        {
            return null;
        }

        var (traceId, spanId) = (new byte[16], new byte[8]);
        var attributesStart = text.Length - parts[3].Length;
        return Hex.TryRead(parts[0], traceId)
            && Hex.TryRead(parts[1], spanId)
            && AttributeJson.TryRead(text.AsSpan(attributesStart, last - attributesStart), out var attributes)
            && uint.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var dropped)
            ? new Span.Types.Link
            {
                TraceId = UnsafeByteOperations.UnsafeWrap(traceId),
                SpanId = UnsafeByteOperations.UnsafeWrap(spanId),
                TraceState = parts[2],
                Attributes = { attributes },
                DroppedAttributesCount = dropped,
            }
            : null;
    }
}
