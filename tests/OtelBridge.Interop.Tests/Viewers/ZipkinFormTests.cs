using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>The converter that the other tests judge Zipkin's picture by: held to the published table, row by row.</summary>
public sealed class ZipkinFormTests
{
    private const string CommonTags =
        """
        "host.name":"h1","text":"é","flag":"false","count":"42","ratio":"0.25","bytes":"AAH/","list":"[\"a\",\"b\"]","map":"{\"k\":\"v<\"}",
        "peer.service":"OpenAI","server.address":"api.openai.com","otel.scope.name":"tests","otel.scope.version":"1.0","w3c.tracestate":"v=1",
        "otel.status_code":"ERROR","otel.dropped_attributes_count":"3"
        """;

    [Fact]
    public void Traces_TakenAsOtlp_AreZipkinsJson()
    {
        var actual = ZipkinForm.Traces(ZipkinIntake.Otlp, ViewedSample.Request().ResourceSpans);

        ShouldBe(actual, """ "\"exception\":{\"exception.type\":\"T\"}" """, """ "error":"too slow" """);
    }

    [Fact]
    public void Traces_ByTheCollector_AreZipkinsJson()
    {
        var actual = ZipkinForm.Traces(ZipkinIntake.Collector, ViewedSample.Request().ResourceSpans);

        ShouldBe(
            actual,
            """ "exception|{\"exception.type\":\"T\"}|0" """,
            """
            "error":"true","otel.status_description":"too slow",
            "otlp.link.0":"a0000000000000000000000000000009|b000000000000008||{}|0",
            "otlp.link.1":"a0000000000000000000000000000009|b000000000000007|w=2|{\"opentracing.ref_type\":\"child_of\"}|0"
            """);
    }

    [Theory]
    [InlineData(ZipkinIntake.Otlp, null)]
    [InlineData(ZipkinIntake.Collector, "internal")]
    public void Span_OfNoTimeInside_LastsAMicrosecondAndHasNoKind(ZipkinIntake intake, string? kindTag)
    {
        var span = OtlpSamples.Span(1, 1, durationMs: 0);
        span.Kind = Span.Types.SpanKind.Internal;

        var shown = ZipkinForm.Traces(intake, OtlpSamples.Request(span).ResourceSpans).ZipkinSpan("step");

        ((long)shown["duration"]!).ShouldBe(1);
        shown.ContainsKey("kind").ShouldBeFalse();
        shown.ZipkinTag("span.kind").ShouldBe(kindTag);
        shown.ZipkinTag("otel.status_code").ShouldBe("OK");
    }

    [Theory]
    [InlineData("CLIENT", """{"serviceName":"a"}""", "server.address=a", "net.peer.name=b", "db.name=c")]
    [InlineData("PRODUCER", """{"serviceName":"p"}""", "db.name=c", "server.address=a", "peer.service=P")]
    [InlineData("CLIENT", """{"ipv4":"10.0.0.1","port":443}""", "network.peer.address=10.0.0.1", "network.peer.port=443")]
    [InlineData("CLIENT", """{"ipv6":"::1"}""", "network.peer.address=::1")]
    [InlineData("CLIENT", null, "peer.service=")]
    [InlineData("SERVER", null, "peer.service=p")]
    [InlineData("CONSUMER", null, "peer.service=p")]
    public void RemoteEndpoint_ByKindAndRank_IsTheFirst(string kind, string? expected, params string[] attributes)
    {
        var span = OtlpSamples.Span(1, 1);
        span.Kind = Enum.Parse<Span.Types.SpanKind>(kind, ignoreCase: true);
        foreach (var attribute in attributes)
        {
            var (key, text) = (attribute.Split('=')[0], attribute.Split('=')[1]);
            span.With(key, key.EndsWith(".port", StringComparison.Ordinal) ? new AnyValue { IntValue = int.Parse(text) } : new AnyValue { StringValue = text });
        }

        var shown = ZipkinForm.Traces(ZipkinIntake.Otlp, OtlpSamples.Request(span).ResourceSpans).ZipkinSpan("step");

        shown["remoteEndpoint"]?.ToJsonString().ShouldBe(expected);
        ((string?)shown["kind"]).ShouldBe(kind);
    }

    [Theory]
    [InlineData(ZipkinIntake.Otlp, null)]
    [InlineData(ZipkinIntake.Collector, """{"serviceName":"function"}""")]
    public void LocalEndpoint_WithoutAServiceName_FallsBackInTheCollector(ZipkinIntake intake, string? expected)
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1));
        request.ResourceSpans[0].Resource.Attributes.Clear();
        request.ResourceSpans[0].Resource.Attributes.Add(OtlpSamples.Attribute("faas.name", "Function"));

        var shown = ZipkinForm.Traces(intake, request.ResourceSpans).ZipkinSpan("step");

        shown["localEndpoint"]?.ToJsonString().ShouldBe(expected);
        shown.ZipkinTag("faas.name").ShouldBe(expected is null ? "Function" : null);
    }

    [Fact]
    public void Tags_OfSpanAndResourceUnderOneKey_AreTheSpans()
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1).With("zone", "span"));
        request.ResourceSpans[0].Resource.Attributes.Add(OtlpSamples.Attribute("zone", "resource"));

        ZipkinForm.Traces(ZipkinIntake.Otlp, request.ResourceSpans).ZipkinSpan("step").ZipkinTag("zone").ShouldBe("span");
    }

    [Fact]
    public void Traces_WithAnErrorAttributeOnASpanThatWentWell_Throw()
    {
        var span = OtlpSamples.Span(1, 1).With("error", new AnyValue { BoolValue = false });

        Should.Throw<OtlpRuleException>(() => ZipkinForm.Traces(ZipkinIntake.Otlp, OtlpSamples.Request(span).ResourceSpans)).Message.ShouldContain("error");
    }

    private static void ShouldBe(JsonArray actual, string annotation, string tags) =>
        ProtobufJson.Normalise(actual).ShouldBe(ProtobufJson.Normalise(JsonNode.Parse(
            $$"""
            [[
              {"traceId":"a0000000000000000000000000000001","id":"b000000000000001","name":"root","timestamp":1762332558000000,"duration":10000,
               "localEndpoint":{"serviceName":"shop"},"tags":{"host.name":"h1","otel.scope.name":"tests","otel.scope.version":"1.0"} },
              {"traceId":"a0000000000000000000000000000001","id":"b000000000000002","parentId":"b000000000000001","name":"chat gpt","kind":"CLIENT",
               "timestamp":1762332558002000,"duration":5000,
               "localEndpoint":{"serviceName":"shop"},"remoteEndpoint":{"serviceName":"openai"},
               "annotations":[{"timestamp":1762332558003000,"value":"bare"},{"timestamp":1762332558004000,"value":{{annotation}} }],
               "tags":{ {{CommonTags}},{{tags}} } }
            ]]
            """)));
}
