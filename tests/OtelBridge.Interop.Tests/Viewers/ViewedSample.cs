using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using Spans = OtelBridge.Otlp.Span.Types;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>Two spans with everything that the tables of Jaeger and Zipkin speak of.</summary>
internal static class ViewedSample
{
    /// <summary>A failed call of a model below a root that has no kind.</summary>
    public static ExportTraceServiceRequest Request()
    {
        var root = OtlpSamples.Span(trace: 1, span: 1, name: "Root", status: Status.Types.StatusCode.Unset);
        var request = OtlpSamples.Request(root, Call());
        var resource = request.ResourceSpans[0].Resource;
        resource.Attributes.Clear();
        resource.Attributes.Add(OtlpSamples.Attribute("service.name", "Shop"));
        resource.Attributes.Add(OtlpSamples.Attribute("host.name", "h1"));
        return request;
    }

    private static Span Call()
    {
        var span = OtlpSamples.Span(trace: 1, span: 2, parent: 1, name: "Chat gpt", offsetMs: 2, durationMs: 5)
            .With("text", "é")
            .With("flag", new AnyValue { BoolValue = false })
            .With("count", new AnyValue { IntValue = 42 })
            .With("ratio", new AnyValue { DoubleValue = 0.25 })
            .With("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(0, 1, 255) })
            .With("list", List("a", "b"))
            .With("map", new AnyValue { KvlistValue = new KeyValueList { Values = { OtlpSamples.Attribute("k", "v<") } } })
            .With("peer.service", "OpenAI")
            .With("server.address", "api.openai.com");
        span.Kind = Spans.SpanKind.Client;
        span.TraceState = "v=1";
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "too slow" };
        span.DroppedAttributesCount = 3;
        span.Events.Add(new Spans.Event { Name = "bare", TimeUnixNano = OtlpSamples.Start + 3_000_000 });
        span.Events.Add(new Spans.Event { Name = "exception", TimeUnixNano = OtlpSamples.Start + 4_000_000, Attributes = { OtlpSamples.Attribute("exception.type", "T") } });
        span.Links.Add(new Spans.Link { TraceId = OtlpSamples.TraceId(9), SpanId = OtlpSamples.SpanId(8) });
        span.Links.Add(new Spans.Link
        {
            TraceId = OtlpSamples.TraceId(9), SpanId = OtlpSamples.SpanId(7), TraceState = "w=2", Attributes = { OtlpSamples.Attribute("opentracing.ref_type", "child_of") },
        });
        return span;
    }

    private static AnyValue List(params string[] texts) =>
        new() { ArrayValue = new ArrayValue { Values = { texts.Select(static text => new AnyValue { StringValue = text }) } } };
}
