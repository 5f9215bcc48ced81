using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>A trace in which every field of OTLP is set, with every kind of value and the values at their limits.</summary>
internal static class FullTrace
{
    private const string RootSpanId = "b7ad6b7169203331";
    private const string ChildSpanId = "00f067aa0ba902b7";

    // 2026-01-02T03:04:05Z and some nanoseconds, which no floating-point number holds.
    private const ulong Start = 1_767_323_045_123_456_789;

    // There are many; messages compare by bits, and this is the one that JavaScript writes for all of them.
    private static readonly double OneNaN = BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000);

    public static ExportTraceServiceRequest Request(string traceId = "0af7651916cd43dd8448eb211c80319c") => new()
    {
        ResourceSpans =
        {
            new ResourceSpans
            {
                Resource = new Resource { Attributes = { Text("service.name", "interop-tést"), Whole("process.pid", 4242) }, DroppedAttributesCount = 3 },
                SchemaUrl = "https://opentelemetry.io/schemas/1.37.0",
                ScopeSpans =
                {
                    new ScopeSpans
                    {
                        Scope = new InstrumentationScope
                        {
                            Name = "interop.scope",
                            Version = "1.2.3",
                            Attributes = { Text("scope.attribute", "σ") },
                            DroppedAttributesCount = 4,
                        },
                        SchemaUrl = "https://opentelemetry.io/schemas/1.36.0",
                        Spans = { Root(traceId), Child(traceId) },
                    },
                },
            },
        },
    };

    public static IEnumerable<KeyValue> AllKindsOfValues() =>
    [
        Text("text", "plain"),
        Text("text.empty", ""),
        Text("text.unicode", "Grüße 日本語 🦊 \u0000 \u2028 \"quoted\" \\ \r\n\t"),
        new() { Key = "bool.true", Value = new AnyValue { BoolValue = true } },
        new() { Key = "bool.false", Value = new AnyValue { BoolValue = false } },
        Whole("int.zero", 0),
        Whole("int.max", long.MaxValue),
        Whole("int.min", long.MinValue),
        Whole("int.beyond.double", (1L << 53) + 1),
        Number("double", 0.1),
        Number("double.zero", 0),
        Number("double.max", double.MaxValue),
        Number("double.min", double.MinValue),
        Number("double.epsilon", double.Epsilon),
        Number("double.nan", OneNaN),
        Number("double.infinity", double.PositiveInfinity),
        Number("double.minus.infinity", double.NegativeInfinity),
        new() { Key = "bytes", Value = new AnyValue { BytesValue = ByteString.CopyFrom(0, 1, 127, 128, 255) } },
        new() { Key = "bytes.empty", Value = new AnyValue { BytesValue = ByteString.Empty } },
        new() { Key = "list.empty", Value = new AnyValue { ArrayValue = new ArrayValue() } },
        new() { Key = "map.empty", Value = new AnyValue { KvlistValue = new KeyValueList() } },
        new() { Key = "nothing", Value = new AnyValue() },
        new()
        {
            Key = "list",
            Value = List(
                new AnyValue { IntValue = 1 },
                new AnyValue { StringValue = "två" },
                List(new AnyValue { BoolValue = true }, Map(Text("deep", "список"), Whole("n", -1)))),
        },
        new() { Key = "map", Value = Map(Text("a", "b"), new KeyValue { Key = "inner", Value = Map(Number("π", Math.PI)) }) },
    ];

    private static Span Root(string traceId) => new()
    {
        TraceId = Id(traceId),
        SpanId = Id(RootSpanId),
        TraceState = "vendor=1,other=2",
        Flags = 0x101,
        Name = "röot span",
        Kind = Span.Types.SpanKind.Server,
        StartTimeUnixNano = Start,
        EndTimeUnixNano = Start + 1_234_567_891,
        Attributes = { AllKindsOfValues() },
        DroppedAttributesCount = 5,
        Events = { new Span.Types.Event { TimeUnixNano = Start + 7, Name = "évent", Attributes = { AllKindsOfValues() }, DroppedAttributesCount = 6 } },
        DroppedEventsCount = 7,
        Links =
        {
            new Span.Types.Link
            {
                TraceId = Id("ffffffffffffffffffffffffffffffff"),
                SpanId = Id("ffffffffffffffff"),
                TraceState = "linked=3",
                Attributes = { AllKindsOfValues() },
                DroppedAttributesCount = 8,
                Flags = 0x301,
            },
        },
        DroppedLinksCount = 9,
        Status = new Status { Code = Status.Types.StatusCode.Error, Message = "nö gööd" },
    };

    private static Span Child(string traceId) => new()
    {
        TraceId = Id(traceId),
        SpanId = Id(ChildSpanId),
        ParentSpanId = Id(RootSpanId),
        Name = "child",
        Kind = Span.Types.SpanKind.Client,
        StartTimeUnixNano = Start + 10,
        EndTimeUnixNano = Start + 1_000_000_010,
        Status = new Status { Code = Status.Types.StatusCode.Ok },
    };

    private static ByteString Id(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static KeyValue Whole(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };

    private static KeyValue Number(string key, double value) => new() { Key = key, Value = new AnyValue { DoubleValue = value } };

    private static AnyValue List(params AnyValue[] values) => new() { ArrayValue = new ArrayValue { Values = { values } } };

    private static AnyValue Map(params KeyValue[] values) => new() { KvlistValue = new KeyValueList { Values = { values } } };
}
