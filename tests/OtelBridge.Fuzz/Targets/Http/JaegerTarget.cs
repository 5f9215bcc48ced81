using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Jaeger;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Every route of Jaeger's query API.</summary>
internal sealed class JaegerTarget : HttpTarget
{
    public override string Name => "jaeger";

    public override string What => "every route of Jaeger's query API with any query and body";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, .. Values, "service=tests", "&", "=", "?", "operation=", "tag=a:b", "tags=%7B%22a%22%3A%22b%22%7D", "minDuration=1ms", "maxDuration=1h2m3.5s", "limit=", "start=", "end=", "lookback=", "endTs=", "traceID=", "query.serviceName=tests",
        "query.startTimeMin=2025-11-01T00:00:00Z", "query.startTimeMax=2026-11-01T00:00:00Z", "query.attributes=", "query.durationMin=", "query.searchDepth=", "startTime=", "endTime=", "spanKind=server", "query", "serviceName", "1.5s", "ns", "µs",
    ];

    public override IEnumerable<byte[]> Seeds =>
    [
        Text("GET", "/api/services"), Text("GET", "/api/operations?service=tests&spanKind=client"), Text("GET", "/api/services/tests/operations"), Text("GET", "/api/traces/a0000000000000000000000000000001"),
        Text("GET", "/api/traces?service=tests&operation=odd&tags=%7B%22a%22%3A%22b%22%7D&minDuration=1ms&maxDuration=2h&limit=5&start=0&end=2000000000000000"), Text("GET", "/api/traces?traceID=a0000000000000000000000000000001&traceID=1"),
        Text("GET", "/api/dependencies?endTs=1762332559000&lookback=86400000"), Text("GET", "/api/v3/services"), Text("GET", "/api/v3/operations?service=tests"), Text("GET", "/api/v3/traces/a0000000000000000000000000000001?startTime=2025-11-01T00:00:00Z&rawTraces=true"),
        Text("GET", "/api/v3/traces?query.serviceName=tests&query.startTimeMin=2025-11-01T00:00:00Z&query.startTimeMax=2026-11-01T00:00:00Z&query.attributes=%7B%22a%22%3A%22b%22%7D&query.searchDepth=5"),
        Text("POST", "/api/v3/traces", """{"query":{"serviceName":"tests","startTimeMin":"2025-11-01T00:00:00Z","startTimeMax":"2026-11-01T00:00:00Z","attributes":{"a":"b"},"durationMin":"1ms"}}"""),
        Text("GET", "/api/v3/dependencies?startTime=2025-11-01T00:00:00Z&endTime=2026-11-01T00:00:00Z"),
        .. SpanSeeds.Json.Select(static json => Text("POST", "/api/transform", [("content-type", "application/json")], json)),
    ];

    protected override ListenerRole Listener => ListenerRole.Jaeger;

    protected override IEnumerable<(string Method, string Path)> Routes => JaegerEndpoints.All.Select(static row => (row.Method, row.Path));
}
