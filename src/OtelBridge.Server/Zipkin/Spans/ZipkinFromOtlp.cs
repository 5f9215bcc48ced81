using System.Globalization;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Server.Zipkin.Wire;
using OtlpSpan = OtelBridge.Otlp.Span;
using ZipkinSpan = OtelBridge.Server.Zipkin.Wire.Span;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Turns a stored trace into Zipkin's spans. Takes whatever a span may hold; never fails.</summary>
internal sealed class ZipkinFromOtlp
{
    private const int LongTraceId = 16;
    private const int ShortTraceId = 8;

    // The ids that shared halves have here, and the ones that they share. Bounded by the spans of the trace.
    private readonly Dictionary<ByteString, ByteString> _shared = [];

    private ZipkinFromOtlp(IEnumerable<ResourceSpans> trace)
    {
        foreach (var span in trace.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans).Where(IsShared))
        {
            _shared[span.SpanId] = span.ParentSpanId;
        }
    }

    public static IEnumerable<ZipkinSpan> Convert(IReadOnlyList<ResourceSpans> trace)
    {
        var conversion = new ZipkinFromOtlp(trace);
        return from resource in trace
               from scope in resource.ScopeSpans
               from span in scope.Spans
               select conversion.Convert(resource.Resource, scope.Scope, span);
    }

    private ZipkinSpan Convert(Resource? resource, InstrumentationScope? scope, OtlpSpan span)
    {
        // A program that knows only Zipkin gets back what it sent: nothing in its spans is OpenTelemetry's.
        var isNative = scope?.Name == ZipkinKeys.Scope;
        var attributes = new AttributeTexts(resource, span);
        var target = new ZipkinSpan
        {
            TraceId = Shorten(span.TraceId),
            Id = span.SpanId,
            ParentId = ParentOf(span),
            Name = span.Name,
            Kind = KindOf(span.Kind),
            Timestamp = span.StartTimeUnixNano / ZipkinFormat.NanosecondsPerMicrosecond,
            Duration = DurationOf(span),
            LocalEndpoint = SpanEndpoints.LocalOf(attributes),
            RemoteEndpoint = RemoteOf(span, attributes, isNative),
            Debug = attributes.Find(ZipkinKeys.Debug) is not null,
        };
        if (IsShared(span))
        {
            target.Shared = true;
            target.Id = span.ParentSpanId;
            target.ParentId = IdOf(attributes.Find(ZipkinKeys.SharedParentId));
        }

        foreach (var item in span.Events)
        {
            target.Annotations.Add(new Annotation
            {
                Timestamp = item.TimeUnixNano / ZipkinFormat.NanosecondsPerMicrosecond,
                Value = ZipkinAnnotation.Write(item),
            });
        }

        WriteTags(target, attributes, isNative);
        WriteStatus(target, span.Status, isNative);
        if (!isNative)
        {
            WriteOTelTags(target, scope, span);
        }

        return target;
    }

    // Zeros are no parent.
    private ByteString ParentOf(OtlpSpan span) =>
        span.ParentSpanId.Span.ContainsAnyExcept((byte)0) ? _shared.GetValueOrDefault(span.ParentSpanId, span.ParentSpanId) : ByteString.Empty;

    private static Endpoint? RemoteOf(OtlpSpan span, AttributeTexts attributes, bool isNative) => span.Kind switch
    {
        _ when isNative => SpanEndpoints.NativeRemoteOf(attributes),
        OtlpSpan.Types.SpanKind.Client or OtlpSpan.Types.SpanKind.Producer => SpanEndpoints.RemoteOf(attributes),
        _ => null,
    };

    private static void WriteTags(ZipkinSpan target, AttributeTexts attributes, bool isNative)
    {
        foreach (var (key, text) in attributes.All)
        {
            var hasItsOwnPlace = key is ZipkinKeys.Shared or ZipkinKeys.SharedParentId or ZipkinKeys.Debug;
            if (!hasItsOwnPlace && !(isNative && SpanEndpoints.IsOfEndpoint(key)))
            {
                target.Tags[key] = text;
            }
        }
    }

    private static void WriteStatus(ZipkinSpan target, Status? status, bool isNative)
    {
        if (status?.Code != Status.Types.StatusCode.Error)
        {
            // Zipkin takes any value for a failure.
            if (target.Tags.TryGetValue(OTelKeys.Error, out var error) && error == "false")
            {
                target.Tags.Remove(OTelKeys.Error);
            }

            if (status?.Code == Status.Types.StatusCode.Ok)
            {
                target.Tags[OTelKeys.StatusCode] = "OK";
            }

            return;
        }

        if (!isNative)
        {
            target.Tags[OTelKeys.StatusCode] = "ERROR";
        }

        if (status.Message.Length > 0 || !target.Tags.TryGetValue(OTelKeys.Error, out var text) || text == "false")
        {
            target.Tags[OTelKeys.Error] = status.Message;
        }
    }

    private static void WriteOTelTags(ZipkinSpan target, InstrumentationScope? scope, OtlpSpan span)
    {
        if (span.Kind == OtlpSpan.Types.SpanKind.Internal)
        {
            target.Tags[OTelKeys.SpanKind] = ZipkinKeys.InternalKind;
        }

        if (scope is { Name.Length: > 0 })
        {
            target.Tags[OTelKeys.ScopeName] = scope.Name;
        }

        if (scope is { Version.Length: > 0 })
        {
            target.Tags[OTelKeys.ScopeVersion] = scope.Version;
        }

        if (span.TraceState.Length > 0)
        {
            target.Tags[OTelKeys.TraceState] = span.TraceState;
        }

        for (var i = 0; i < span.Links.Count; i++)
        {
            target.Tags[ZipkinLink.KeyOf(i)] = ZipkinLink.Write(span.Links[i]);
        }

        WriteCount(target, ZipkinKeys.DroppedAttributes, span.DroppedAttributesCount);
        WriteCount(target, ZipkinKeys.DroppedEvents, span.DroppedEventsCount);
        WriteCount(target, ZipkinKeys.DroppedLinks, span.DroppedLinksCount);
    }

    private static void WriteCount(ZipkinSpan target, string key, uint count)
    {
        if (count > 0)
        {
            target.Tags[key] = count.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static ZipkinSpan.Types.Kind KindOf(OtlpSpan.Types.SpanKind kind) => kind switch
    {
        OtlpSpan.Types.SpanKind.Client => ZipkinSpan.Types.Kind.Client,
        OtlpSpan.Types.SpanKind.Server => ZipkinSpan.Types.Kind.Server,
        OtlpSpan.Types.SpanKind.Producer => ZipkinSpan.Types.Kind.Producer,
        OtlpSpan.Types.SpanKind.Consumer => ZipkinSpan.Types.Kind.Consumer,
        _ => ZipkinSpan.Types.Kind.SpanKindUnspecified,
    };

    // 0 means that the span has not ended, so what ended took a microsecond at least. One that ends before it starts (clocks differ) lasts no time.
    private static ulong DurationOf(OtlpSpan span)
    {
        if (span.EndTimeUnixNano == 0)
        {
            return 0;
        }

        var nanoseconds = span.EndTimeUnixNano > span.StartTimeUnixNano ? span.EndTimeUnixNano - span.StartTimeUnixNano : 0;
        return Math.Max(nanoseconds / ZipkinFormat.NanosecondsPerMicrosecond, 1);
    }

    private static bool IsShared(OtlpSpan span) =>
        !span.ParentSpanId.IsEmpty && span.Attributes.Any(static attribute => attribute is { Key: ZipkinKeys.Shared, Value.BoolValue: true });

    // Ids of 64 bits were filled up with zeros when they came; the random half of a long one is never all zero.
    private static ByteString Shorten(ByteString traceId) =>
        traceId.Length == LongTraceId && !traceId.Span[..ShortTraceId].ContainsAnyExcept((byte)0)
            ? ByteString.CopyFrom(traceId.Span[ShortTraceId..])
            : traceId;

    private static ByteString IdOf(string? hex)
    {
        var id = new byte[ShortTraceId];
        return hex is not null && Hex.TryRead(hex, id) ? UnsafeByteOperations.UnsafeWrap(id) : ByteString.Empty;
    }
}
