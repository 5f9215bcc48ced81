using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Server.Zipkin.Wire;
using OtlpSpan = OtelBridge.Otlp.Span;
using ZipkinSpan = OtelBridge.Server.Zipkin.Wire.Span;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Reads one span of Zipkin's as OTLP: everything but its ids, which the other spans of its list decide.</summary>
internal static class ZipkinSpanReading
{
    public static OtlpSpan Read(ZipkinSpan source, ZipkinTags tags, ulong now)
    {
        var start = StartOf(source) * ZipkinFormat.NanosecondsPerMicrosecond;
        var span = new OtlpSpan
        {
            Name = source.Name,
            Kind = KindOf(source.Kind, tags),
            TraceState = tags.IsOTel && tags.TryTake(OTelKeys.TraceState, out var state) ? state : string.Empty,
            StartTimeUnixNano = start == 0 ? now : start,
            Status = tags.TakeStatus(),
            DroppedAttributesCount = tags.TakeCount(ZipkinKeys.DroppedAttributes),
            DroppedEventsCount = tags.TakeCount(ZipkinKeys.DroppedEvents),
            DroppedLinksCount = tags.TakeCount(ZipkinKeys.DroppedLinks),
        };
        if (source.Duration > 0)
        {
            span.EndTimeUnixNano = Math.Min(span.StartTimeUnixNano + (source.Duration * ZipkinFormat.NanosecondsPerMicrosecond), long.MaxValue);
        }

        foreach (var annotation in source.Annotations)
        {
            var time = annotation.Timestamp * ZipkinFormat.NanosecondsPerMicrosecond;
            span.Events.Add(ZipkinAnnotation.Read(annotation.Value, time == 0 ? span.StartTimeUnixNano : time, tags.IsOTel));
        }

        if (tags.IsOTel)
        {
            span.Links.AddRange(ZipkinLink.TakeAll(tags));
        }

        span.Attributes.AddRange(tags.Rest());
        AddEndpoint(span, tags, source.LocalEndpoint, service: null, PeerKeys.NetworkLocalAddress, PeerKeys.NetworkLocalPort);
        AddEndpoint(span, tags, source.RemoteEndpoint, OTelKeys.PeerService, PeerKeys.NetworkPeerAddress, PeerKeys.NetworkPeerPort);
        if (source.Debug)
        {
            span.Attributes.Add(new KeyValue { Key = ZipkinKeys.Debug, Value = new AnyValue { BoolValue = true } });
        }

        return span;
    }

    private static OtlpSpan.Types.SpanKind KindOf(ZipkinSpan.Types.Kind kind, ZipkinTags tags) => kind switch
    {
        ZipkinSpan.Types.Kind.Client => OtlpSpan.Types.SpanKind.Client,
        ZipkinSpan.Types.Kind.Server => OtlpSpan.Types.SpanKind.Server,
        ZipkinSpan.Types.Kind.Producer => OtlpSpan.Types.SpanKind.Producer,
        ZipkinSpan.Types.Kind.Consumer => OtlpSpan.Types.SpanKind.Consumer,
        _ when tags.IsOTel && tags.TakeIf(OTelKeys.SpanKind, ZipkinKeys.InternalKind) => OtlpSpan.Types.SpanKind.Internal,
        _ => OtlpSpan.Types.SpanKind.Unspecified,
    };

    // A span whose start was lost began, as far as is known, with the first thing that happened in it.
    private static ulong StartOf(ZipkinSpan span)
    {
        if (span.Timestamp > 0)
        {
            return span.Timestamp;
        }

        return span.Annotations.Where(static annotation => annotation.Timestamp > 0).Select(static annotation => annotation.Timestamp).DefaultIfEmpty().Min();
    }

    private static void AddEndpoint(OtlpSpan span, ZipkinTags tags, Endpoint? endpoint, string? service, string address, string port)
    {
        if (endpoint is null)
        {
            return;
        }

        // A tag of the same key was written by the program itself, and says it better.
        if (service is not null && endpoint.ServiceName.Length > 0 && !tags.Has(service))
        {
            span.Attributes.Add(new KeyValue { Key = service, Value = new AnyValue { StringValue = endpoint.ServiceName } });
        }

        if (endpoint.AddressText() is { } text && !tags.Has(address))
        {
            span.Attributes.Add(new KeyValue { Key = address, Value = new AnyValue { StringValue = text } });
        }

        if (endpoint.Port > 0 && !tags.Has(port))
        {
            span.Attributes.Add(new KeyValue { Key = port, Value = new AnyValue { IntValue = endpoint.Port } });
        }
    }
}
