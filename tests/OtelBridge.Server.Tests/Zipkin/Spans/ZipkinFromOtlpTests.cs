using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin.Spans;

/// <summary>What Zipkin's tools are shown of spans that came by OTLP, over both wires.</summary>
public sealed class ZipkinFromOtlpTests
{
    private static readonly string Trace = Hex.Write(OtlpSamples.TraceId(1).Span);

    [Fact]
    public async Task Span_WithEverything_IsShownByTheTable()
    {
        var span = OtlpSamples.Span(1, 2, parent: 1, name: "Chat", offsetMs: 2, durationMs: 5)
            .With("text", "é")
            .With("flag", new AnyValue { BoolValue = true })
            .With("count", new AnyValue { IntValue = 42 })
            .With("ratio", new AnyValue { DoubleValue = 0.25 })
            .With("nan", new AnyValue { DoubleValue = double.NaN })
            .With("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(0, 1, 255) })
            .With("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "a" }, new AnyValue { IntValue = 1 } } } })
            .With("map", new AnyValue { KvlistValue = new KeyValueList { Values = { OtlpSamples.Attribute("k", "<") } } })
            .With("nothing", new AnyValue())
            .With("peer.service", "OpenAI")
            .With("host.name", "span's own");
        span.Kind = Span.Types.SpanKind.Client;
        span.TraceState = "v=1";
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "too slow" };
        span.DroppedAttributesCount = 3;
        span.DroppedEventsCount = 2;
        span.DroppedLinksCount = 1;
        span.Events.Add(new Span.Types.Event { Name = "bare", TimeUnixNano = OtlpSamples.Start + 1_999 });
        span.Events.Add(new Span.Types.Event { Name = "exception", TimeUnixNano = OtlpSamples.Start + 2_000, Attributes = { OtlpSamples.Attribute("exception.type", "T") } });
        span.Links.Add(new Span.Types.Link
        {
            TraceId = OtlpSamples.TraceId(9), SpanId = OtlpSamples.SpanId(7), TraceState = "w=2", Attributes = { OtlpSamples.Attribute("a", "b") }, DroppedAttributesCount = 4,
        });

        var shown = await ShowAsync(span, OtlpSamples.Attribute("service.name", "Shop"), OtlpSamples.Attribute("host.name", "h1"), OtlpSamples.Attribute("region", "eu"));

        JsonNode.DeepEquals(shown, JsonNode.Parse($$"""
            {
              "traceId": "{{Trace}}", "parentId": "{{OtlpSamples.SpanIdText(1)}}", "id": "{{OtlpSamples.SpanIdText(2)}}", "kind": "CLIENT", "name": "chat",
              "timestamp": 1762332558002000, "duration": 5000,
              "localEndpoint": { "serviceName": "shop" }, "remoteEndpoint": { "serviceName": "openai" },
              "annotations": [
                { "timestamp": 1762332558000001, "value": "bare" },
                { "timestamp": 1762332558000002, "value": "\"exception\":{\"exception.type\":\"T\"}" }
              ],
              "tags": {
                "host.name": "span's own", "region": "eu", "text": "é", "flag": "true", "count": "42", "ratio": "0.25", "nan": "NaN", "bytes": "AAH/",
                "list": "[\"a\",1]", "map": "{\"k\":\"<\"}", "nothing": "", "peer.service": "OpenAI",
                "otel.status_code": "ERROR", "error": "too slow", "otel.scope.name": "tests", "otel.scope.version": "1.0", "w3c.tracestate": "v=1",
                "otlp.link.0": "{{Hex.Write(OtlpSamples.TraceId(9).Span)}}|{{OtlpSamples.SpanIdText(7)}}|w=2|{\"a\":\"b\"}|4",
                "otel.dropped_attributes_count": "3", "otel.dropped_events_count": "2", "otel.dropped_links_count": "1"
              }
            }
            """)).ShouldBeTrue(shown.ToString());
    }

    [Theory]
    [InlineData(Span.Types.SpanKind.Unspecified, null, null)]
    [InlineData(Span.Types.SpanKind.Internal, null, "internal")]
    [InlineData(Span.Types.SpanKind.Server, "SERVER", null)]
    [InlineData(Span.Types.SpanKind.Client, "CLIENT", null)]
    [InlineData(Span.Types.SpanKind.Producer, "PRODUCER", null)]
    [InlineData(Span.Types.SpanKind.Consumer, "CONSUMER", null)]
    public async Task Kind_AndThePeer_AreThoseThatZipkinKnows(Span.Types.SpanKind kind, string? field, string? tag)
    {
        var span = OtlpSamples.Span(1, 1).With("peer.service", "peer");
        span.Kind = kind;

        var shown = await ShowAsync(span);

        ((string?)shown["kind"], (string?)shown["tags"]!["span.kind"]).ShouldBe((field, tag));
        (shown["remoteEndpoint"] is not null).ShouldBe(kind is Span.Types.SpanKind.Client or Span.Types.SpanKind.Producer);
    }

    [Theory]
    [InlineData(Status.Types.StatusCode.Unset, "", null, null, null)]
    [InlineData(Status.Types.StatusCode.Unset, "", "false", null, null)]
    [InlineData(Status.Types.StatusCode.Unset, "", "yes", null, "yes")]
    [InlineData(Status.Types.StatusCode.Ok, "", "false", "OK", null)]
    [InlineData(Status.Types.StatusCode.Error, "", null, "ERROR", "")]
    [InlineData(Status.Types.StatusCode.Error, "", "false", "ERROR", "")]
    [InlineData(Status.Types.StatusCode.Error, "", "timeout", "ERROR", "timeout")]
    [InlineData(Status.Types.StatusCode.Error, "boom", null, "ERROR", "boom")]
    [InlineData(Status.Types.StatusCode.Error, "boom", "true", "ERROR", "boom")]
    public async Task Status_MarksWhatFailed_AndNothingElse(Status.Types.StatusCode code, string message, string? attribute, string? statusTag, string? errorTag)
    {
        var span = OtlpSamples.Span(1, 1);
        span.Status = new Status { Code = code, Message = message };
        if (attribute is not null)
        {
            span.With("error", attribute);
        }

        var tags = (await ShowAsync(span))["tags"]!;

        ((string?)tags["otel.status_code"], (string?)tags["error"]).ShouldBe((statusTag, errorTag));
    }

    [Theory]
    [InlineData("peer.service=a server.address=b", """{"serviceName":"a"}""")]
    [InlineData("server.address=b net.peer.name=c", """{"serviceName":"b"}""")]
    [InlineData("net.peer.name=c network.peer.address=10.0.0.1", """{"serviceName":"c"}""")]
    [InlineData("network.peer.address=10.0.0.1 network.peer.port=80 db.name=d", """{"ipv4":"10.0.0.1","port":80}""")]
    [InlineData("network.peer.address=2001:db8::1", """{"ipv6":"2001:db8::1"}""")]
    [InlineData("network.peer.address=/tmp/socket", """{"serviceName":"/tmp/socket"}""")]
    [InlineData("network.peer.address=10.0.0.1 network.peer.port=70000", """{"ipv4":"10.0.0.1"}""")]
    [InlineData("server.socket.domain=e peer.hostname=f", """{"serviceName":"e"}""")]
    [InlineData("net.sock.peer.addr=10.0.0.2 net.sock.peer.port=81", """{"ipv4":"10.0.0.2","port":81}""")]
    [InlineData("peer.hostname=f peer.address=g", """{"serviceName":"f"}""")]
    [InlineData("peer.address=g db.name=d", """{"serviceName":"g"}""")]
    [InlineData("db.name=d", """{"serviceName":"d"}""")]
    [InlineData("peer.service= db.name=d", """{"serviceName":"d"}""")]
    [InlineData("other=x", null)]
    public async Task Peer_IsTheFirstOfItsRank(string attributes, string? expected)
    {
        var span = OtlpSamples.Span(1, 1);
        span.Kind = Span.Types.SpanKind.Client;
        foreach (var attribute in attributes.Split(' ').Select(static text => text.Split('=')))
        {
            span.With(attribute[0], attribute[1]);
        }

        (await ShowAsync(span))["remoteEndpoint"]?.ToJsonString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("service.name", true)]
    [InlineData("faas.name", true)]
    [InlineData("k8s.deployment.name", true)]
    [InlineData("process.executable.name", true)]
    [InlineData("host.name", false)]
    public async Task Service_IsTheFirstNameThatTheResourceHas(string key, bool isName)
    {
        var shown = await ShowAsync(OtlpSamples.Span(1, 1), OtlpSamples.Attribute(key, "X"), OtlpSamples.Attribute("other", "y"));

        ((string?)shown["localEndpoint"]?["serviceName"]).ShouldBe(isName ? "x" : null);
        shown["tags"]!.AsObject().ContainsKey(key).ShouldBe(!isName);
        ((string?)shown["tags"]!["other"]).ShouldBe("y");
    }

    [Theory]
    [InlineData(0UL, 1L)] // began and ended at once
    [InlineData(1UL, 1L)]
    [InlineData(999UL, 1L)]
    [InlineData(1_999UL, 1L)]
    [InlineData(2_000UL, 2L)]
    public async Task Duration_IsNeverZero(ulong nanoseconds, long microseconds)
    {
        var span = OtlpSamples.Span(1, 1);
        span.EndTimeUnixNano = span.StartTimeUnixNano + nanoseconds;

        ((long?)(await ShowAsync(span))["duration"]).ShouldBe(microseconds);
    }

    [Fact]
    public async Task Span_ThatHasNotEnded_HasNoDuration_AndOneThatEndsBeforeItsStart_ALittle()
    {
        var backwards = OtlpSamples.Span(1, 1);
        backwards.EndTimeUnixNano = backwards.StartTimeUnixNano - 5_000_000;

        (await ShowAsync(OtlpSamples.Span(1, 1, durationMs: -1)))["duration"].ShouldBeNull();
        ((long?)(await ShowAsync(backwards))["duration"]).ShouldBe(1);
    }

    [Fact]
    public async Task Span_WithNothing_HasNoEmptyFields()
    {
        var span = OtlpSamples.Span(1, 1, name: "", status: Status.Types.StatusCode.Unset);
        await using var server = await ZipkinServer.StartAsync();
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } } };
        await server.Grpc.CallAsync(TraceServiceMethods.Export, request);

        var shown = (await server.GetAsync($"/api/v2/trace/{Trace}"))[0]!;

        shown.AsObject().Select(static field => field.Key).ShouldBe(["traceId", "id", "timestamp", "duration"], ignoreOrder: true);
    }

    private static async Task<JsonNode> ShowAsync(Span span, params KeyValue[] resource)
    {
        await using var server = await ZipkinServer.StartAsync();
        var request = OtlpSamples.Request(span);
        request.ResourceSpans[0].Resource.Attributes.Clear();
        request.ResourceSpans[0].Resource.Attributes.AddRange(resource);
        await server.Grpc.CallAsync(TraceServiceMethods.Export, request);
        return (await server.GetAsync($"/api/v2/trace/{Trace}")).AsArray().ShouldHaveSingleItem()!;
    }
}
