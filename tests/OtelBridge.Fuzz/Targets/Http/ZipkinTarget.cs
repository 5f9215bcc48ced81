using OtelBridge.Server.Hosting;
using OtelBridge.Server.Zipkin;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Every route of Zipkin's API, reads and intake.</summary>
internal sealed class ZipkinTarget : HttpTarget
{
    public override string Name => "zipkin";

    public override string What => "every route of Zipkin's API with any query and body";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, .. Values, "serviceName=tests", "spanName=odd", "remoteServiceName=db", "annotationQuery=error and http.method=GET", " and ", "minDuration=1", "maxDuration=9223372036854775807", "endTs=", "lookback=", "limit=", "traceIds=", "key=span.kind",
        "traceId", "id", "parentId", "kind", "timestamp", "duration", "localEndpoint", "tags", "annotations", "&", "=", "?",
    ];

    public override IEnumerable<byte[]> Seeds =>
    [
        Text("POST", "/api/v2/spans", """[{"traceId":"5af7183fb1d4cf5f","id":"5af7183fb1d4cf5f","name":"get","kind":"CLIENT","timestamp":1762332558000000,"duration":10,"localEndpoint":{"serviceName":"web"},"remoteEndpoint":{"serviceName":"db"},"tags":{"http.method":"GET","error":"no"}}]"""),
        Text("GET", "/api/v2/traces?serviceName=tests&spanName=odd&annotationQuery=a%3Db%20and%20error&minDuration=1&maxDuration=100000&endTs=1762332559000&lookback=86400000&limit=5"),
        Text("GET", "/api/v2/traces?serviceName=web&remoteServiceName=db&endTs=1762332559000"), Text("GET", "/api/v2/trace/a0000000000000000000000000000001"), Text("GET", "/api/v2/traceMany?traceIds=a0000000000000000000000000000001,5af7183fb1d4cf5f"),
        Text("GET", "/api/v2/dependencies?endTs=1762332559000&lookback=86400000"), Text("GET", "/api/v2/services"), Text("GET", "/api/v2/spans?serviceName=tests"), Text("GET", "/api/v2/remoteServices?serviceName=web"),
        Text("GET", "/api/v2/autocompleteValues?key=span.kind"), Text("GET", "/zipkin/config.json"), Text("GET", "/prometheus"),
    ];

    protected override ListenerRole Listener => ListenerRole.Zipkin;

    protected override IEnumerable<(string Method, string Path)> Routes => ZipkinRoutes.All.Select(static route => (route.Method, route.Path));
}
