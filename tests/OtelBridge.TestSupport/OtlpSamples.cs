using System.Buffers.Binary;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport;

/// <summary>Builds OTLP spans and requests for tests.</summary>
public static class OtlpSamples
{
    /// <summary>2025-11-05T08:49:18Z in nanoseconds.</summary>
    public const ulong Start = 1_762_332_558_000_000_000;

    public static ByteString TraceId(int number)
    {
        var id = new byte[16];
        id[0] = 0xA0;
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(12), number);
        return ByteString.CopyFrom(id);
    }

    public static string TraceIdText(int number) => Identifiers.TraceIdText.FromBytes(TraceId(number).Span);

    public static ByteString SpanId(int number)
    {
        var id = new byte[8];
        id[0] = 0xB0;
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(4), number);
        return ByteString.CopyFrom(id);
    }

    public static string SpanIdText(int number) => Hex.Write(SpanId(number).Span);

    /// <summary>A span that starts <paramref name="offsetMs"/> after <see cref="Start"/> and lasts <paramref name="durationMs"/>; negative: has not ended.</summary>
    public static Span Span(
        int trace, int span, int? parent = null, string name = "step", int offsetMs = 0, int durationMs = 10, Status.Types.StatusCode status = Status.Types.StatusCode.Ok)
    {
        var start = Start + ((ulong)offsetMs * 1_000_000);
        return new Span
        {
            TraceId = TraceId(trace),
            SpanId = SpanId(span),
            ParentSpanId = parent is { } number ? SpanId(number) : ByteString.Empty,
            Name = name,
            StartTimeUnixNano = start,
            EndTimeUnixNano = durationMs < 0 ? 0 : start + ((ulong)durationMs * 1_000_000),
            Status = new Status { Code = status },
        };
    }

    public static Span With(this Span span, string key, string value)
    {
        span.Attributes.Add(Attribute(key, new AnyValue { StringValue = value }));
        return span;
    }

    public static Span With(this Span span, string key, AnyValue value)
    {
        span.Attributes.Add(Attribute(key, value));
        return span;
    }

    public static KeyValue Attribute(string key, AnyValue value) => new() { Key = key, Value = value };

    public static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    /// <summary>A request with one resource and one scope.</summary>
    public static ExportTraceServiceRequest Request(params IEnumerable<Span> spans)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "tests", Version = "1.0" } };
        scope.Spans.AddRange(spans);
        var resource = new ResourceSpans { Resource = new Resource() };
        resource.Resource.Attributes.Add(Attribute("service.name", "tests"));
        resource.ScopeSpans.Add(scope);
        return new ExportTraceServiceRequest { ResourceSpans = { resource } };
    }

    public static IEnumerable<Span> AllSpans(this IEnumerable<ResourceSpans> groups) =>
        groups.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);
}
