using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using OtlpSpan = OtelBridge.Otlp.Span;
using ZipkinSpan = OtelBridge.Server.Zipkin.Wire.Span;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinIntakeTests
{
    // Everything that a span of Zipkin's can say.
    private const string Whole = """
        [{
          "traceId": "463ac35c9f6413ad48485a3953bb6124", "parentId": "6b221d5bc9e6496c", "id": "5b4185666d50f68b", "kind": "CLIENT", "name": "get /api",
          "timestamp": 1762332558000123, "duration": 207000,
          "localEndpoint": { "serviceName": "frontend", "ipv4": "127.0.0.1", "port": 8080 },
          "remoteEndpoint": { "serviceName": "backend", "ipv6": "2001:db8::c001", "port": 9000 },
          "annotations": [{ "timestamp": 1762332558000200, "value": "ws" }, { "timestamp": 1762332558000300, "value": "\"not\":{json" }],
          "tags": { "http.path": "/api", "empty": "", "größe": "日本", "error": "boom" },
          "debug": true
        }]
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Json_IsReadBackAsItCame(string? encoding)
    {
        await using var server = await ZipkinServer.StartAsync();
        var body = Encoding.UTF8.GetBytes(Whole);

        using var answer = await server.PostAsync(encoding is null ? body : BoundedGzip.Compress(body), "application/json; charset=utf-8", encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        ShouldBeEqual(await server.GetAsync("/api/v2/trace/463ac35c9f6413ad48485a3953bb6124"), JsonNode.Parse(Whole)!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Protobuf_IsReadBackAsItsJson(string? encoding)
    {
        await using var server = await ZipkinServer.StartAsync();
        var span = new ZipkinSpan
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString("463ac35c9f6413ad48485a3953bb6124")),
            ParentId = ByteString.CopyFrom(Convert.FromHexString("6b221d5bc9e6496c")),
            Id = ByteString.CopyFrom(Convert.FromHexString("5b4185666d50f68b")),
            Kind = ZipkinSpan.Types.Kind.Client,
            Name = "get /api",
            Timestamp = 1762332558000123,
            Duration = 207000,
            LocalEndpoint = new Endpoint { ServiceName = "frontend", Ipv4 = ByteString.CopyFrom(127, 0, 0, 1), Port = 8080 },
            RemoteEndpoint = new Endpoint { ServiceName = "backend", Ipv6 = ByteString.CopyFrom(IPAddress.Parse("2001:db8::c001").GetAddressBytes()), Port = 9000 },
            Annotations = { new Annotation { Timestamp = 1762332558000200, Value = "ws" }, new Annotation { Timestamp = 1762332558000300, Value = "\"not\":{json" } },
            Tags = { ["http.path"] = "/api", ["empty"] = "", ["größe"] = "日本", ["error"] = "boom" },
            Debug = true,
        };
        var body = new ListOfSpans { Spans = { span } }.ToByteArray();

        using var answer = await server.PostAsync(encoding is null ? body : BoundedGzip.Compress(body), ZipkinServer.Protobuf, encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        ShouldBeEqual(await server.GetAsync("/api/v2/trace/463ac35c9f6413ad48485a3953bb6124"), JsonNode.Parse(Whole)!);
    }

    // Bytes that another implementation would write, by the numbers of the published format.
    [Fact]
    public async Task Protobuf_HasThePublishedFieldNumbers()
    {
        await using var server = await ZipkinServer.StartAsync();
        byte[] span =
        [
            0x0A, 8, 0, 0, 0, 0, 0, 0, 0, 1, // trace_id
            0x1A, 8, 0, 0, 0, 0, 0, 0, 0, 2, // id
            0x20, 2, // kind: SERVER
            0x2A, 1, (byte)'n', // name
            0x31, 0x40, 0x42, 0x0F, 0, 0, 0, 0, 0, // timestamp: 1,000,000
            0x38, 5, // duration
            0x42, 3, 0x0A, 1, (byte)'s', // local_endpoint
            0x5A, 6, 0x0A, 1, (byte)'k', 0x12, 1, (byte)'v', // tags
        ];

        using var answer = await server.PostAsync([0x0A, (byte)span.Length, .. span], ZipkinServer.Protobuf);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        ShouldBeEqual(
            await server.GetAsync("/api/v2/trace/1"),
            JsonNode.Parse("""
                [{"traceId":"0000000000000001","id":"0000000000000002","kind":"SERVER","name":"n","timestamp":1000000,"duration":5,
                  "localEndpoint":{"serviceName":"s"},"tags":{"k":"v"}}]
                """)!);
    }

    [Fact]
    public async Task Span_IsStoredAsTheOtlpThatItMeans()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync(Whole);

        var trace = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = "463ac35c9f6413ad48485a3953bb6124" })).Trace;
        var resource = trace.ResourceSpans.ShouldHaveSingleItem();
        resource.Resource.Attributes.ShouldBe([OtlpSamples.Attribute(OTelKeys.ServiceName, "frontend")]);
        var span = resource.ScopeSpans.ShouldHaveSingleItem().Spans.ShouldHaveSingleItem();
        span.Kind.ShouldBe(OtlpSpan.Types.SpanKind.Client);
        span.StartTimeUnixNano.ShouldBe(1762332558000123000UL);
        span.EndTimeUnixNano.ShouldBe(1762332558207123000UL);
        span.Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = "boom" });
        span.Events[0].ShouldBe(new OtlpSpan.Types.Event { Name = "ws", TimeUnixNano = 1762332558000200000UL });
        span.Attributes.ShouldBe(
            [
                OtlpSamples.Attribute("http.path", "/api"),
                OtlpSamples.Attribute("empty", ""),
                OtlpSamples.Attribute("größe", "日本"),
                OtlpSamples.Attribute("network.local.address", "127.0.0.1"),
                OtlpSamples.Attribute("network.local.port", new AnyValue { IntValue = 8080 }),
                OtlpSamples.Attribute("peer.service", "backend"),
                OtlpSamples.Attribute("network.peer.address", "2001:db8::c001"),
                OtlpSamples.Attribute("network.peer.port", new AnyValue { IntValue = 9000 }),
                OtlpSamples.Attribute("zipkin.debug", new AnyValue { BoolValue = true }),
            ],
            ignoreOrder: true);
        trace.Info.State.ShouldNotBe(TraceState.Ok);
    }

    [Theory]
    [InlineData("CLIENT", OtlpSpan.Types.SpanKind.Client)]
    [InlineData("SERVER", OtlpSpan.Types.SpanKind.Server)]
    [InlineData("PRODUCER", OtlpSpan.Types.SpanKind.Producer)]
    [InlineData("CONSUMER", OtlpSpan.Types.SpanKind.Consumer)]
    [InlineData(null, OtlpSpan.Types.SpanKind.Unspecified)]
    public async Task Kind_IsKept(string? kind, OtlpSpan.Types.SpanKind expected)
    {
        await using var server = await ZipkinServer.StartAsync();
        var field = kind is null ? "" : $$""","kind":"{{kind}}" """;

        await server.ReportAsync($$"""[{"traceId":"1","id":"2","timestamp":1762332558000000,"remoteEndpoint":{"serviceName":"peer"}{{field}}}]""");

        (await StoredAsync(server, "1")).ShouldHaveSingleItem().Kind.ShouldBe(expected);
        var read = (await server.GetAsync("/api/v2/trace/1"))[0]!;
        ((string?)read["kind"]).ShouldBe(kind);
        ((string?)read["remoteEndpoint"]!["serviceName"]).ShouldBe("peer");
    }

    [Fact]
    public async Task ShortIds_AreFilledUp_AndFoundInEveryForm()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync("""[{"traceId":"A1","id":"b2","parentId":"c3","name":"x","timestamp":1762332558000000,"duration":1}]""");

        foreach (var id in new[] { "a1", "00000000000000a1", "000000000000000000000000000000a1", "A1" })
        {
            var span = (await server.GetAsync($"/api/v2/trace/{id}"))[0]!;
            ((string?)span["traceId"], (string?)span["id"], (string?)span["parentId"]).ShouldBe(("00000000000000a1", "00000000000000b2", "00000000000000c3"));
        }
    }

    [Fact]
    public async Task SharedSpan_InTwoRequests_KeepsBothHalves_WhicheverComesFirst()
    {
        const string Client = """[{"traceId":"1","id":"2","parentId":"9","kind":"CLIENT","name":"call","timestamp":1762332558000000,"duration":100,"localEndpoint":{"serviceName":"front"}}]""";
        const string Server = """
            [{"traceId":"1","id":"2","parentId":"9","kind":"SERVER","shared":true,"name":"call","timestamp":1762332558000010,"duration":50,"localEndpoint":{"serviceName":"back"}},
             {"traceId":"1","id":"3","parentId":"2","name":"inside","timestamp":1762332558000020,"duration":10,"localEndpoint":{"serviceName":"back"}}]
            """;
        await using var server = await ZipkinServer.StartAsync();

        foreach (var body in new[] { Server, Client, Server })
        {
            await server.ReportAsync(body);
        }

        var read = (await server.GetAsync("/api/v2/trace/1")).AsArray();
        var expected = JsonNode.Parse(Client)!.AsArray().Concat(JsonNode.Parse(Server)!.AsArray()).ToList();
        read.Count.ShouldBe(3);
        read.Select(Signature).ShouldBe(expected.Select(Signature), ignoreOrder: true);
        var stored = await StoredAsync(server, "1");
        var (front, back, inside) = (stored.Single(s => s.Kind == OtlpSpan.Types.SpanKind.Client), stored.Single(s => s.Kind == OtlpSpan.Types.SpanKind.Server), stored.Single(s => s.Name == "inside"));
        back.ParentSpanId.ShouldBe(front.SpanId);
        back.SpanId.ShouldNotBe(front.SpanId);
        inside.ParentSpanId.ShouldBe(back.SpanId);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", ""","shared":true""")]
    [InlineData(""","shared":true""", ""","shared":true""")]
    public async Task SharedSpan_WhoseHalvesAreMarkedWrongly_KeepsBothHalvesOfOneList(string clientMark, string serverMark)
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync($$"""
            [{"traceId":"1","id":"2","kind":"SERVER","timestamp":1762332558000010,"duration":50,"localEndpoint":{"serviceName":"back"}{{serverMark}} },
             {"traceId":"1","id":"2"{{clientMark}},"kind":"CLIENT","timestamp":1762332558000000,"duration":100,"localEndpoint":{"serviceName":"front"} }]
            """);

        var read = (await server.GetAsync("/api/v2/trace/1")).AsArray();
        read.Select(static span => (string?)span!["localEndpoint"]!["serviceName"]).ShouldBe(["front", "back"], ignoreOrder: true);
        read.Select(static span => (string?)span!["id"]).ShouldAllBe(static id => id == "0000000000000002");
        read.Select(static span => ((string?)span!["kind"], (bool?)span["shared"])).ShouldBe([("CLIENT", null), ("SERVER", true)], ignoreOrder: true);
    }

    [Fact]
    public async Task SharedSpan_WhoseClientReportsNothing_FinishesItsTrace()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync("""[{"traceId":"1","id":"2","kind":"SERVER","shared":true,"name":"call","timestamp":1762332558000010,"duration":50}]""");

        var info = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = new string('0', 31) + "1" })).Trace.Info;
        (info.Name, info.State).ShouldBe(("call", TraceState.Ok));
    }

    [Theory]
    [InlineData("boom", "boom")]
    [InlineData("true", "")]
    [InlineData("", "")]
    [InlineData("false", "false")]
    public async Task ErrorTag_IsAFailure_WhateverItSays_AndIsReadBack(string value, string message)
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync($$$"""[{"traceId":"1","id":"2","timestamp":1762332558000000,"duration":1,"tags":{"error":"{{{value}}}"}}]""");

        (await StoredAsync(server, "1"))[0].Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = message });
        ((string?)(await server.GetAsync("/api/v2/trace/1"))[0]!["tags"]!["error"]).ShouldBe(value);
    }

    [Fact]
    public async Task SpansOfOpenTelemetryExporters_GetTheirFieldsBack()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync("""
            [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"2","name":"work","timestamp":1762332558000000,"duration":1,
              "annotations":[{"timestamp":1762332558000001,"value":"\"retry\":{\"attempt\":2}"}],
              "tags":{"otel.scope.name":"lib","otel.scope.version":"1.2","otel.status_code":"ERROR","error":"late","span.kind":"internal","w3c.tracestate":"a=b",
                      "otel.dropped_events_count":"7","otlp.link.0":"463ac35c9f6413ad48485a3953bb6125|0000000000000003|x=y|{\"k\":\"a|b\"}|4","http.path":"/"}}]
            """);

        var trace = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = "463ac35c9f6413ad48485a3953bb6124" })).Trace;
        var scope = trace.ResourceSpans[0].ScopeSpans[0];
        scope.Scope.ShouldBe(new InstrumentationScope { Name = "lib", Version = "1.2" });
        var span = scope.Spans[0];
        span.Kind.ShouldBe(OtlpSpan.Types.SpanKind.Internal);
        span.Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = "late" });
        span.TraceState.ShouldBe("a=b");
        span.DroppedEventsCount.ShouldBe(7U);
        span.Events[0].Name.ShouldBe("retry");
        span.Events[0].Attributes.ShouldBe([OtlpSamples.Attribute("attempt", new AnyValue { IntValue = 2 })]);
        var link = span.Links.ShouldHaveSingleItem();
        (link.TraceState, link.DroppedAttributesCount, link.Attributes[0]).ShouldBe(("x=y", 4U, OtlpSamples.Attribute("k", "a|b")));
        span.Attributes.ShouldBe([OtlpSamples.Attribute("http.path", "/")]);
    }

    [Fact]
    public async Task SpanWithoutStart_StartsWithItsFirstAnnotation_OrWhenItCame()
    {
        await using var server = await ZipkinServer.StartAsync();

        await server.ReportAsync("""
            [{"traceId":"1","id":"2","annotations":[{"timestamp":1762332558000009,"value":"b"},{"timestamp":1762332558000003,"value":"a"}]},
             {"traceId":"4","id":"5","duration":10}]
            """);

        (await StoredAsync(server, "1"))[0].StartTimeUnixNano.ShouldBe(1762332558000003000UL);
        var arrived = (await StoredAsync(server, "4"))[0];
        arrived.StartTimeUnixNano.ShouldBeGreaterThan(1762332558000003000UL);
        (arrived.EndTimeUnixNano - arrived.StartTimeUnixNano).ShouldBe(10_000UL);
    }

    [Fact]
    public async Task Experiment_OfTheHeader_TakesTheSpans()
    {
        await using var server = await ZipkinServer.StartAsync();
        var made = await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "zipkin" });
        server.Http.DefaultRequestHeaders.Add(MlflowKeys.ExperimentHeader, made.ExperimentId);

        await server.ReportAsync("""[{"traceId":"1","id":"2","timestamp":1762332558000000}]""");

        var info = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = new string('0', 31) + "1" })).Trace.Info;
        info.ExperimentId.ShouldBe(made.ExperimentId);
    }

    internal static async Task<IReadOnlyList<OtlpSpan>> StoredAsync(ZipkinServer server, string traceId)
    {
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId.PadLeft(32, '0') });
        return [.. stored.Trace.ResourceSpans.AllSpans()];
    }

    private static string Signature(JsonNode? span) =>
        $"{((string)span!["id"]!).TrimStart('0')} {((string?)span["parentId"])?.TrimStart('0')} {span["kind"]} {span["name"]} {span["shared"]} {span["duration"]} {span["localEndpoint"]}";

    private static void ShouldBeEqual(JsonNode read, JsonNode expected) =>
        JsonNode.DeepEquals(read, expected).ShouldBeTrue($"{read}{Environment.NewLine}is not{Environment.NewLine}{expected}");
}
