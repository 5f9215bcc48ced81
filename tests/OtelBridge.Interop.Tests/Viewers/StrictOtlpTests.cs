using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Jaeger;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>Each rule that a receiver may hold a sender to, broken once: both converters refuse.</summary>
public sealed class StrictOtlpTests
{
    private static readonly (string Rule, Action<Span> Break)[] Rules =
    [
        ("trace id has 0 bytes", span => span.TraceId = ByteString.Empty),
        ("trace id has 8 bytes", span => span.TraceId = span.SpanId),
        ("trace id is all zero", span => span.TraceId = ByteString.CopyFrom(new byte[16])),
        ("span id has 0 bytes", span => span.SpanId = ByteString.Empty),
        ("span id is all zero", span => span.SpanId = ByteString.CopyFrom(new byte[8])),
        ("parent id of span 'step' is all zero", span => span.ParentSpanId = ByteString.CopyFrom(new byte[8])),
        ("is its own parent", span => span.ParentSpanId = span.SpanId),
        ("has no name", span => span.Name = string.Empty),
        ("has the unknown kind 6", span => span.Kind = (Span.Types.SpanKind)6),
        ("has the unknown status 3", span => span.Status.Code = (Status.Types.StatusCode)3),
        ("did not fail and has a status message", span => span.Status.Message = "fine"),
        ("has no start", span => span.StartTimeUnixNano = 0),
        ("has no end", span => span.EndTimeUnixNano = 0),
        ("ends before it starts", span => span.EndTimeUnixNano = span.StartTimeUnixNano - 1),
        ("has no key", span => span.With(string.Empty, "x")),
        ("has attribute 'a' twice", span => span.With("a", "x").With("a", "x")),
        ("has no value", span => span.With("a", new AnyValue())),
        ("has attribute 'k' twice", span => span.With("a", new AnyValue
        {
            KvlistValue = new KeyValueList { Values = { OtlpSamples.Attribute("k", "1"), OtlpSamples.Attribute("k", "2") } },
        })),
        ("cannot be written as UTF-8", span => span.With("a", "half \uD83E")),
        ("an event of span 'step' has no name", span => span.Events.Add(new Span.Types.Event { TimeUnixNano = 1 })),
        ("event 'e' of span 'step' has no time", span => span.Events.Add(new Span.Types.Event { Name = "e" })),
        ("trace id of a link of span 'step' has 0 bytes", span => span.Links.Add(new Span.Types.Link { SpanId = span.SpanId })),
    ];

    public static TheoryData<string> RuleNames => [.. Rules.Select(static rule => rule.Rule)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Converters_OfASpanThatBreaksTheRule_Refuse(string rule)
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1));
        JaegerForm.Traces(request.ResourceSpans).Count.ShouldBe(1);

        Rules.Single(one => one.Rule == rule).Break(request.ResourceSpans[0].ScopeSpans[0].Spans[0]);

        Should.Throw<OtlpRuleException>(() => JaegerForm.Traces(request.ResourceSpans)).Message.ShouldContain(rule);
        Should.Throw<OtlpRuleException>(() => ZipkinForm.Traces(ZipkinIntake.Otlp, request.ResourceSpans)).Message.ShouldContain(rule);
    }

    [Fact]
    public void Converters_OfASpanThatComesTwice_Refuse()
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1, name: "a"), OtlpSamples.Span(1, 1, name: "b"));

        Should.Throw<OtlpRuleException>(() => JaegerForm.Traces(request.ResourceSpans)).Message.ShouldContain("comes twice");
    }

    [Fact]
    public void Parse_BytesWhoseTextIsNotUtf8_Refuses()
    {
        var bytes = OtlpSamples.Request(OtlpSamples.Span(1, 1, name: "m@rk")).ToByteArray();
        StrictOtlp.Parse(bytes).ResourceSpans.AllSpans().Select(static span => span.Name).ShouldBe(["m@rk"]);

        bytes[bytes.AsSpan().IndexOf("m@rk"u8) + 1] = 0xFF;

        Should.Throw<OtlpRuleException>(() => StrictOtlp.Parse(bytes)).Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Parse_ATextWithAReplacementCharacterOfItsOwn_TakesIt()
    {
        var bytes = OtlpSamples.Request(OtlpSamples.Span(1, 1, name: "odd \uFFFD")).ToByteArray();

        StrictOtlp.Parse(bytes).ResourceSpans.AllSpans().Select(static span => span.Name).ShouldBe(["odd \uFFFD"]);
    }
}
