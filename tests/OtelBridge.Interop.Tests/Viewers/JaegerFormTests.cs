using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Jaeger;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>The converter that the other tests judge Jaeger's picture by: held to the published table, row by row.</summary>
public sealed class JaegerFormTests
{
    [Fact]
    public void Envelope_OfASpanWithEverything_IsJaegersJson()
    {
        var actual = JaegerForm.Envelope(ViewedSample.Request().ResourceSpans);

        ProtobufJson.Normalise(actual).ShouldBe(ProtobufJson.Normalise(JsonNode.Parse(
            """
            {"data":[{
              "traceID":"a0000000000000000000000000000001",
              "spans":[
                {"traceID":"a0000000000000000000000000000001","spanID":"b000000000000001","operationName":"Root","references":[],
                 "startTime":1762332558000000,"duration":10000,"processID":"p1","warnings":null,"logs":[],
                 "tags":[{"key":"otel.scope.name","type":"string","value":"tests"},{"key":"otel.scope.version","type":"string","value":"1.0"}]},
                {"traceID":"a0000000000000000000000000000001","spanID":"b000000000000002","operationName":"Chat gpt",
                 "references":[
                   {"refType":"CHILD_OF","traceID":"a0000000000000000000000000000001","spanID":"b000000000000001"},
                   {"refType":"FOLLOWS_FROM","traceID":"a0000000000000000000000000000009","spanID":"b000000000000008"},
                   {"refType":"CHILD_OF","traceID":"a0000000000000000000000000000009","spanID":"b000000000000007"}],
                 "startTime":1762332558002000,"duration":5000,"processID":"p1","warnings":null,
                 "logs":[
                   {"timestamp":1762332558003000,"fields":[{"key":"event","type":"string","value":"bare"}]},
                   {"timestamp":1762332558004000,"fields":[{"key":"event","type":"string","value":"exception"},{"key":"exception.type","type":"string","value":"T"}]}],
                 "tags":[
                   {"key":"text","type":"string","value":"é"},
                   {"key":"flag","type":"bool","value":false},
                   {"key":"count","type":"int64","value":42},
                   {"key":"ratio","type":"float64","value":0.25},
                   {"key":"bytes","type":"binary","value":"AAH/"},
                   {"key":"list","type":"string","value":"[\"a\",\"b\"]"},
                   {"key":"map","type":"string","value":"{\"k\":\"v<\"}"},
                   {"key":"peer.service","type":"string","value":"OpenAI"},
                   {"key":"server.address","type":"string","value":"api.openai.com"},
                   {"key":"otel.scope.name","type":"string","value":"tests"},
                   {"key":"otel.scope.version","type":"string","value":"1.0"},
                   {"key":"w3c.tracestate","type":"string","value":"v=1"},
                   {"key":"span.kind","type":"string","value":"client"},
                   {"key":"otel.status_code","type":"string","value":"ERROR"},
                   {"key":"error","type":"bool","value":true},
                   {"key":"otel.status_description","type":"string","value":"too slow"}]}],
              "processes":{"p1":{"serviceName":"Shop","tags":[{"key":"host.name","type":"string","value":"h1"}]}},
              "warnings":null}],
             "total":0,"limit":0,"offset":0,"errors":null}
            """)));
    }

    [Fact]
    public void Traces_OfSpansThatWentWell_SayOkAndNoError()
    {
        var span = JaegerForm.Traces(OtlpSamples.Request(OtlpSamples.Span(1, 1)).ResourceSpans).JaegerSpan("step");

        ((string?)span.JaegerTag("otel.status_code")).ShouldBe("OK");
        span.JaegerTag("error").ShouldBeNull();
    }

    [Fact]
    public void Traces_EachWithItsOwnProcesses_AreApart()
    {
        var first = OtlpSamples.Request(OtlpSamples.Span(1, 1, name: "one"), OtlpSamples.Span(2, 2, name: "other trace")).ResourceSpans[0];
        var second = OtlpSamples.Request(OtlpSamples.Span(1, 3, parent: 1, name: "two")).ResourceSpans[0];
        second.Resource.Attributes.Clear();

        var traces = JaegerForm.Traces(first, second, OtlpSamples.Request(OtlpSamples.Span(1, 4, parent: 1, name: "three")).ResourceSpans[0]);

        traces.Count.ShouldBe(2);
        traces[0]!["processes"]!.AsObject().Select(static process => process.Key).ShouldBe(["p1", "p2"]);
        ((string?)traces.JaegerSpan("two").JaegerProcess()["serviceName"]).ShouldBe("OTLPResourceNoServiceName");
        ((string?)traces.JaegerSpan("three")["processID"]).ShouldBe("p1");
        ((string?)traces.JaegerSpan("other trace").JaegerProcess()["serviceName"]).ShouldBe("tests");
    }

    [Fact]
    public void Log_OfAnEventWithAnAttributeOfThatName_KeepsTheAttribute()
    {
        var span = OtlpSamples.Span(1, 1);
        span.Events.Add(new Span.Types.Event { Name = "name", TimeUnixNano = 1, Attributes = { OtlpSamples.Attribute("event", "mine") } });

        var traces = JaegerForm.Traces(OtlpSamples.Request(span).ResourceSpans);

        traces.JaegerSpan("step").JaegerLogs("mine").ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("span.kind", "client")]
    [InlineData("otel.status_code", "OK")]
    [InlineData("otel.scope.name", "tests")]
    public void Traces_WithAnAttributeUnderATagOfJaegers_Throw(string key, string value)
    {
        var span = OtlpSamples.Span(1, 1).With(key, value);
        span.Kind = Span.Types.SpanKind.Client;

        Should.Throw<OtlpRuleException>(() => JaegerForm.Traces(OtlpSamples.Request(span).ResourceSpans)).Message.ShouldContain($"'{key}' twice");
    }

    [Fact]
    public void Traces_WithANumberThatJsonCannotSay_Throw()
    {
        var span = OtlpSamples.Span(1, 1).With("ratio", new AnyValue { DoubleValue = double.NaN });

        Should.Throw<OtlpRuleException>(() => JaegerForm.Traces(OtlpSamples.Request(span).ResourceSpans)).Message.ShouldContain("'ratio'");
    }
}
