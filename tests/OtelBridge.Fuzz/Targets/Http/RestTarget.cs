using System.Text;
using System.Text.Json;
using OtelBridge.Fuzz.Targets.Files;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Rest;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Every route of the MLflow-compatible API, and OTLP over HTTP beside it.</summary>
internal sealed class RestTarget : HttpTarget
{
    private const int MaxSeed = 1500;
    private const int MaxSeeds = 150;

    public override string Name => "rest";

    public override string What => "every route of the REST API with any query and body, and OTLP over HTTP, on one store";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Rest, .. WordLists.Json, .. WordLists.Filter, .. Values, "?", "&", "=", "content-type: application/json\n", "content-encoding: gzip\n", "GET ", "POST ", "PATCH ", "DELETE ", "PUT ", "HEAD ", "\n\n", "eyJvZmZzZXQiOiAxfQ==",
    ];

    public override IEnumerable<byte[]> Seeds =>
    [
        .. Recorded().Take(MaxSeeds),
        .. SpanSeeds.Json.Select(static json => Text("POST", "/v1/traces", [("content-type", "application/json")], json)),
        Text("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-a0000000000000000000000000000001/artifacts/traces.json", [("content-type", "application/json")], Encoding.UTF8.GetBytes(TracesJsonTarget.Files[0])),
        Text("GET", "/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-a0000000000000000000000000000001"),
        Text("GET", "/metrics"),
    ];

    protected override ListenerRole Listener => ListenerRole.Http;

    protected override IEnumerable<(string Method, string Path)> Routes =>
        [.. RestEndpoints.All.Select(static row => (row.Method, (row.AjaxOnly ? RestEndpoints.AjaxPrefix : RestEndpoints.ApiPrefix) + row.Path)), ("POST", "/v1/traces")];

    // What real clients sent.
    private static IEnumerable<byte[]> Recorded() =>
        from file in Directory.EnumerateFiles(RepositoryFolder.File("tests", "fixtures", "mlflow-3.6"), "*.jsonl").Order(StringComparer.Ordinal)
        from line in File.ReadLines(file)
        let request = RequestOf(line)
        where request is { Length: < MaxSeed }
        group request by FirstLine(request) into alike
        select alike.First();

    private static byte[]? RequestOf(string line)
    {
        using var exchange = JsonDocument.Parse(line);
        return exchange.RootElement.TryGetProperty("request", out var request) && request.TryGetProperty("path", out var path)
            ? Text(request.GetProperty("method").GetString()!, path.GetString()!, request.TryGetProperty("json", out var json) ? json.GetRawText() : "")
            : null;
    }

    private static string FirstLine(byte[] request) => string.Concat(Encoding.UTF8.GetString(request).Split('\n')[0].Split('?')[0].Where(static c => !char.IsAsciiDigit(c)).Take(60));
}
