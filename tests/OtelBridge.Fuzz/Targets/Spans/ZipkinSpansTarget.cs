using OtelBridge.Fuzz.Engine;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>Spans in Zipkin's form: decoding, check, turning into OTLP, and every reader of what was taken.</summary>
internal abstract class ZipkinSpansTarget : FuzzTarget
{
    private const ulong Now = 1_762_332_558_000_000_000;

    protected static IReadOnlyList<string> SpanSeeds { get; } =
    [
        """[{"traceId":"5af7183fb1d4cf5f","id":"5af7183fb1d4cf5f","name":"get","kind":"CLIENT","timestamp":1762332558000000,"duration":10,"localEndpoint":{"serviceName":"web","ipv4":"127.0.0.1","port":80},"tags":{"http.method":"GET","error":"no"},"annotations":[{"timestamp":1762332558000001,"value":"ws"}]}]""",
        """[{"traceId":"1","id":"2","parentId":"1","kind":"SERVER","shared":true,"debug":true,"remoteEndpoint":{"serviceName":"db","ipv6":"::1"},"tags":{"otel.library.name":"x","otel.status_code":"ERROR","otlp.link.0":"0102030405060708090a0b0c0d0e0f10|0102030405060708||{\"a\":1}|0"},"annotations":[{"timestamp":1,"value":"\"e\":{\"a\":[1]}"}]}]""",
    ];

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, .. WordLists.Attributes, "traceId", "id", "parentId", "name", "kind", "CLIENT", "SERVER", "PRODUCER", "CONSUMER", "timestamp", "duration", "localEndpoint", "remoteEndpoint", "serviceName", "ipv4",
        "ipv6", "port", "annotations", "value", "tags", "debug", "shared", "otel.", "otel.scope.name", "otel.status_description", "otel.dropped_links_count", "otlp.link.0", "otlp.link.1", "||", "|0", "::ffff:1.2.3.4",
        "span.kind", "internal", "w3c.tracestate", "binaryAnnotations",
    ];

    public override bool IsRefusal(Exception exception) => exception is RefusedRequestException or OtlpJsonException or InvalidMessageException;

    protected static string Run(ListOfSpans list)
    {
        ZipkinSpanCheck.Check(list);
        return SpanReaders.Run(OtlpFromZipkin.Convert(list, Now));
    }
}
