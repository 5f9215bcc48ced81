using Google.Protobuf;
using OtelBridge.Otlp;
using static OtelBridge.Otlp.Span.Types;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Jaeger;

/// <summary>A trace in which every field of OTLP has a value.</summary>
internal static class JaegerSamples
{
    /// <summary>Takes out the values that OTLP allows and the schema of Jaeger's UI does not.</summary>
    public static void RemoveWhatJaegerRefuses(ExportTraceServiceRequest request)
    {
        var attributes = request.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes;
        foreach (var odd in attributes.Where(attribute => attribute.Key is "endless" or "nothing").ToList())
        {
            attributes.Remove(odd);
        }
    }

    public static ExportTraceServiceRequest Full()
    {
        var root = Span(1, 1, name: "añswer ☃", durationMs: 40, status: Status.Types.StatusCode.Error)
            .With("text", "Grüße\n\"quoted\" <b>")
            .With("truth", new AnyValue { BoolValue = false })
            .With("whole", new AnyValue { IntValue = -42 })
            .With("large", new AnyValue { IntValue = long.MaxValue })
            .With("fraction", new AnyValue { DoubleValue = 0.25 })
            .With("endless", new AnyValue { DoubleValue = double.PositiveInfinity })
            .With("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(1, 2, 255) })
            .With("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "a" }, new AnyValue { IntValue = 1 } } } })
            .With("map", new AnyValue { KvlistValue = new KeyValueList { Values = { Attribute("k", "v") } } })
            .With("nothing", new AnyValue());
        root.Kind = SpanKind.Server;
        root.TraceState = "vendor=1";
        root.Flags = 0x301;
        root.Status.Message = "it broke";
        root.Events.Add(new Event { Name = "exception", TimeUnixNano = Start + 1_500, Attributes = { Attribute("exception.type", "E") } });
        root.Events.Add(new Event { Name = "named", TimeUnixNano = Start + 2_000, Attributes = { Attribute("event", "own") } });
        root.Links.Add(new Link { TraceId = TraceId(7), SpanId = SpanId(8), Attributes = { Attribute("why", "batch") } });
        root.Links.Add(new Link { TraceId = TraceId(7), SpanId = SpanId(9), Attributes = { Attribute("opentracing.ref_type", "child_of") } });
        root.DroppedAttributesCount = 3;
        var request = Request(root, Span(1, 2, parent: 1, name: "step", offsetMs: 1));
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("host.cores", new AnyValue { IntValue = 8 }));
        var other = new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { Span(1, 3, parent: 2, name: "far", offsetMs: 2, durationMs: -1, status: 0) } } } };
        other.ScopeSpans[0].Spans[0].Status = null;
        request.ResourceSpans.Add(other);
        return request;
    }
}
