using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>Programs that report to Zipkin, with its own library and with OpenTelemetry's exporter, report to our server unchanged.</summary>
public sealed class ZipkinReporterTests
{
    public static TheoryData<string> Stores => [.. TestStore.Kinds];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task ZipkinsLibrary_ReportsACallWhoseSpanBothSidesShare(string kind)
    {
        await using var server = await StartAsync(kind);

        var trace = await ReportAsync(server, "zipkin");

        trace.Select(static span => $"{span!["kind"]} {span["name"]} of {span["localEndpoint"]!["serviceName"]}, shared: {span["shared"]}").ShouldBe(
            ["CLIENT post /pay of shop, shared: ", "SERVER post /pay of bank, shared: true", "CLIENT select of bank, shared: "], ignoreOrder: true);
        var (call, query) = (Named(trace, "post /pay", "shop"), Named(trace, "select", "bank"));
        ((string?)call["annotations"]![0]!["value"]).ShouldBe("first byte");
        call["remoteEndpoint"]!.ToJsonString().ShouldBe("""{"serviceName":"bank","port":8080}""");
        ((string?)query["parentId"], (string?)query["tags"]!["error"]).ShouldBe(((string?)call["id"], "no money"));
        ((string?)Named(trace, "post /pay", "bank")["id"]).ShouldBe((string?)call["id"]);
        (await LinksAsync(server)).ShouldBe(["bank -> accounts-db", "shop -> bank"]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task OpenTelemetrysExporter_ReportsSpansThatAreOtlpAgain(string kind)
    {
        await using var server = await StartAsync(kind);

        var trace = await ReportAsync(server, "opentelemetry");

        var id = (string)trace[0]!["traceId"]!;
        var spans = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = id })).Trace.ResourceSpans.AllSpans().ToList();
        var (root, call) = (spans.Single(static span => span.Name == "buy"), spans.Single(static span => span.Name == "pay"));
        root.Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Ok });
        (call.Kind, call.ParentSpanId, call.Status.Message).ShouldBe((Span.Types.SpanKind.Client, root.SpanId, "no money"));
        call.Events.ShouldHaveSingleItem().Name.ShouldBe("retry");
        ((string?)Named(trace, "pay", "shop")["remoteEndpoint"]!["serviceName"]).ShouldBe("bank");
        ((string?)Named(trace, "buy", "shop")["tags"]!["service.version"]).ShouldBe("1.0");
    }

    private static Task<ServerUnderTest> StartAsync(string kind) =>
        ServerUnderTest.StartAsync(static options => options.Zipkin = ListenAddress.AnyLoopbackPort, on: kind);

    // What was reported, read as Zipkin's user interface reads it.
    private static async Task<JsonArray> ReportAsync(ServerUnderTest server, string library)
    {
        var address = server.Server.ZipkinAddress!;
        var report = await NodePeer.RunAsync("zipkin-reporter.mjs", "--endpoint", new Uri(address, "/api/v2/spans").ToString(), "--library", library);
        return await GetAsync(server, $"/zipkin/api/v2/trace/{report.ShouldHaveSingleItem()["traceId"]}");
    }

    private static async Task<IEnumerable<string>> LinksAsync(ServerUnderTest server)
    {
        var links = await GetAsync(server, $"/zipkin/api/v2/dependencies?endTs={DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        return links.Select(static link => $"{link!["parent"]} -> {link["child"]}");
    }

    private static async Task<JsonArray> GetAsync(ServerUnderTest server, string path)
    {
        using var http = new HttpClient { BaseAddress = server.Server.ZipkinAddress };
        return JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsArray();
    }

    private static JsonNode Named(JsonArray trace, string name, string service) =>
        trace.Single(span => (string?)span!["name"] == name && (string?)span["localEndpoint"]!["serviceName"] == service)!;
}
