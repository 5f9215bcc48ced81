using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Tests.Otlp;

/// <summary>Any OTLP request: every kind of value, every field, ids of every length.</summary>
internal static class OtlpGenerators
{
    // Text that protobuf can carry: no lone surrogates.
    private static readonly Gen<string> Text = Gen.Elements("", "a", "mlflow.spanType", "größe", "日本語", "😀", "\"quoted\" \\ / \u0000\u0001\u001b\n\r\t\u007f\u2028", "<script>&'");

    private static readonly Gen<ByteString> Bytes = Gen.Choose(0, 255).ArrayOf().Select(static values => ByteString.CopyFrom([.. values.Select(static v => (byte)v)]));

    private static readonly Gen<double> Doubles = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(), Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue));

    private static readonly Gen<uint> Counts = Gen.Elements(0u, 1u, 300u, uint.MaxValue);

    private static readonly Gen<ulong> Times = Gen.Elements(0UL, 1UL, 1_762_332_558_123_456_789UL, ulong.MaxValue);

    public static Gen<ExportTraceServiceRequest> Requests { get; } =
        Few(ResourceGroups()).Select(static groups => new ExportTraceServiceRequest { ResourceSpans = { groups } });

    private static Gen<AnyValue> Values(int depth)
    {
        var scalars = new List<Gen<AnyValue>>
        {
            Gen.Constant(new AnyValue()),
            Text.Select(static v => new AnyValue { StringValue = v }),
            ArbMap.Default.GeneratorFor<bool>().Select(static v => new AnyValue { BoolValue = v }),
            Gen.Elements(0L, -1L, long.MinValue, long.MaxValue).Select(static v => new AnyValue { IntValue = v }),
            Doubles.Select(static v => new AnyValue { DoubleValue = v }),
            Bytes.Select(static v => new AnyValue { BytesValue = v }),
        };
        if (depth > 0)
        {
            scalars.Add(Few(Values(depth - 1)).Select(static v => new AnyValue { ArrayValue = new ArrayValue { Values = { v } } }));
            scalars.Add(Few(Attributes(depth - 1)).Select(static v => new AnyValue { KvlistValue = new KeyValueList { Values = { v } } }));
        }

        return Gen.OneOf(scalars);
    }

    private static Gen<KeyValue> Attributes(int depth = 3) =>
        from key in Text
        from value in Gen.OneOf(Gen.Constant<AnyValue?>(null), Values(depth).Select(static v => (AnyValue?)v))
        select new KeyValue { Key = key, Value = value };

    private static Gen<Span> Spans() =>
        from ids in Bytes.ArrayOf(3)
        from texts in Text.ArrayOf(3)
        from counts in Counts.ArrayOf(4)
        from times in Times.ArrayOf(2)
        from kind in Gen.Choose(0, 9)
        from attributes in Few(Attributes())
        from events in Few(Events())
        from links in Few(Links())
        from status in Gen.OneOf(Gen.Constant<Status?>(null), Gen.Choose(0, 4).Select(code => (Status?)new Status { Code = (Status.Types.StatusCode)code, Message = texts[2] }))
        select new Span
        {
            TraceId = ids[0], SpanId = ids[1], ParentSpanId = ids[2], Name = texts[0], TraceState = texts[1], Kind = (Span.Types.SpanKind)kind,
            Flags = counts[0], DroppedAttributesCount = counts[1], DroppedEventsCount = counts[2], DroppedLinksCount = counts[3],
            StartTimeUnixNano = times[0], EndTimeUnixNano = times[1], Attributes = { attributes }, Events = { events }, Links = { links }, Status = status,
        };

    private static Gen<Span.Types.Event> Events() =>
        from time in Times
        from name in Text
        from count in Counts
        from attributes in Few(Attributes())
        select new Span.Types.Event { TimeUnixNano = time, Name = name, DroppedAttributesCount = count, Attributes = { attributes } };

    private static Gen<Span.Types.Link> Links() =>
        from ids in Bytes.ArrayOf(2)
        from state in Text
        from counts in Counts.ArrayOf(2)
        from attributes in Few(Attributes())
        select new Span.Types.Link
        {
            TraceId = ids[0], SpanId = ids[1], TraceState = state, Flags = counts[0], DroppedAttributesCount = counts[1], Attributes = { attributes },
        };

    private static Gen<ScopeSpans> ScopeGroups() =>
        from scope in Gen.OneOf(Gen.Constant<InstrumentationScope?>(null), Scopes().Select(static v => (InstrumentationScope?)v))
        from spans in Few(Spans())
        from schema in Text
        select new ScopeSpans { Scope = scope, Spans = { spans }, SchemaUrl = schema };

    private static Gen<InstrumentationScope> Scopes() =>
        from name in Text
        from version in Text
        from count in Counts
        from attributes in Few(Attributes())
        select new InstrumentationScope { Name = name, Version = version, DroppedAttributesCount = count, Attributes = { attributes } };

    private static Gen<ResourceSpans> ResourceGroups() =>
        from count in Counts
        from attributes in Few(Attributes())
        from hasResource in ArbMap.Default.GeneratorFor<bool>()
        from scopes in Few(ScopeGroups())
        from schema in Text
        select new ResourceSpans
        {
            Resource = hasResource ? new Resource { DroppedAttributesCount = count, Attributes = { attributes } } : null,
            ScopeSpans = { scopes },
            SchemaUrl = schema,
        };

    private static Gen<List<T>> Few<T>(Gen<T> items) => Gen.Choose(0, 3).SelectMany(count => items.ListOf(count)).Select(static list => list.ToList());
}
