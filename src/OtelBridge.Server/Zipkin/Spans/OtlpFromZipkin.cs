using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Server.Zipkin.Wire;
using ZipkinSpan = OtelBridge.Server.Zipkin.Wire.Span;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Turns a list of Zipkin's spans into an OTLP request: a resource for each service, a scope for each instrumentation.</summary>
internal sealed class OtlpFromZipkin
{
    private const int TraceIdBytes = 16;

    // Each bounded by the spans of the list.
    private readonly Dictionary<(string Service, string Scope, string Version), ScopeSpans> _scopes = [];
    private readonly Dictionary<string, ResourceSpans> _resources = new(StringComparer.Ordinal);
    private readonly HashSet<(ByteString TraceId, ByteString Id)> _clients = [];
    private readonly HashSet<(ByteString TraceId, ByteString Id, string Service)> _sharedHalves = [];
    private readonly ExportTraceServiceRequest _request = new();
    private readonly ulong _now;

    private OtlpFromZipkin(ulong now) => _now = now;

    /// <summary>Converts spans that <see cref="ZipkinSpanCheck"/> has passed.</summary>
    /// <param name="list">The spans.</param>
    /// <param name="now">Nanoseconds since 1970: when a span started that says nothing of it.</param>
    public static ExportTraceServiceRequest Convert(ListOfSpans list, ulong now)
    {
        var conversion = new OtlpFromZipkin(now);
        conversion.FindHalves(list);
        foreach (var span in list.Spans)
        {
            conversion.Add(span);
        }

        return conversion._request;
    }

    private void FindHalves(ListOfSpans list)
    {
        foreach (var span in list.Spans.Where(static span => span.Kind == ZipkinSpan.Types.Kind.Client))
        {
            _clients.Add((span.TraceId, span.Id));
        }

        foreach (var span in list.Spans.Where(IsSharedHalf))
        {
            _sharedHalves.Add((span.TraceId, span.Id, ServiceOf(span)));
        }
    }

    // Some reporters do not mark the half; beside its client's half in one list it is known all the same. Others mark the client's too, whose id it is.
    private bool IsSharedHalf(ZipkinSpan span) => span.Kind switch
    {
        ZipkinSpan.Types.Kind.Client => false,
        ZipkinSpan.Types.Kind.Server => span.Shared || _clients.Contains((span.TraceId, span.Id)),
        _ => span.Shared,
    };

    private void Add(ZipkinSpan source)
    {
        var tags = new ZipkinTags(source.Tags);
        var span = ZipkinSpanReading.Read(source, tags, _now);
        span.TraceId = Pad(source.TraceId);
        span.SpanId = source.Id;
        span.ParentSpanId = ParentOf(source);
        if (IsSharedHalf(source))
        {
            span.SpanId = SharedSpanId.Of(source.Id);
            span.ParentSpanId = source.Id;
            span.Attributes.Add(new KeyValue { Key = ZipkinKeys.Shared, Value = new AnyValue { BoolValue = true } });
            if (HasParent(source))
            {
                span.Attributes.Add(new KeyValue { Key = ZipkinKeys.SharedParentId, Value = new AnyValue { StringValue = Identifiers.Hex.Write(source.ParentId.Span) } });
            }
        }

        if (source.Kind is ZipkinSpan.Types.Kind.Server or ZipkinSpan.Types.Kind.Consumer && !span.ParentSpanId.IsEmpty)
        {
            span.Flags = (uint)(SpanFlags.ContextHasIsRemoteMask | SpanFlags.ContextIsRemoteMask);
        }

        ScopeOf(ServiceOf(source), tags.Scope, tags.ScopeVersion).Spans.Add(span);
    }

    // What the server did within the call belongs below its own half. Where the half is not in the list, it hangs below the client's, which is true as well.
    private ByteString ParentOf(ZipkinSpan span)
    {
        if (!HasParent(span))
        {
            return ByteString.Empty;
        }

        return _sharedHalves.Contains((span.TraceId, span.ParentId, ServiceOf(span))) ? SharedSpanId.Of(span.ParentId) : span.ParentId;
    }

    private ScopeSpans ScopeOf(string service, string name, string version)
    {
        if (!_scopes.TryGetValue((service, name, version), out var scope))
        {
            scope = new ScopeSpans { Scope = new InstrumentationScope { Name = name, Version = version } };
            _scopes[(service, name, version)] = scope;
            ResourceOf(service).ScopeSpans.Add(scope);
        }

        return scope;
    }

    private ResourceSpans ResourceOf(string service)
    {
        if (!_resources.TryGetValue(service, out var group))
        {
            _resources[service] = group = new ResourceSpans { Resource = new Resource() };
            if (service.Length > 0)
            {
                group.Resource.Attributes.Add(new KeyValue { Key = OTelKeys.ServiceName, Value = new AnyValue { StringValue = service } });
            }

            _request.ResourceSpans.Add(group);
        }

        return group;
    }

    private static string ServiceOf(ZipkinSpan span) => span.LocalEndpoint?.ServiceName ?? string.Empty;

    // Zipkin also reads a parent that is all zero, or the span itself, as none.
    private static bool HasParent(ZipkinSpan span) => span.ParentId.Span.ContainsAnyExcept((byte)0) && !span.ParentId.Equals(span.Id);

    private static ByteString Pad(ByteString traceId)
    {
        if (traceId.Length == TraceIdBytes)
        {
            return traceId;
        }

        var padded = new byte[TraceIdBytes];
        traceId.Span.CopyTo(padded.AsSpan(TraceIdBytes - traceId.Length));
        return UnsafeByteOperations.UnsafeWrap(padded);
    }
}
