using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinDependenciesTests
{
    private const long StartMs = (long)(OtlpSamples.Start / 1_000_000);

    [Fact]
    public async Task Graph_HasTheCallsBetweenServices_AndOfPeersThatReportNothing()
    {
        await using var server = await ZipkinServer.StartAsync();
        foreach (var trace in new[] { 1, 2 })
        {
            var status = trace == 1 ? Status.Types.StatusCode.Ok : Status.Types.StatusCode.Error;
            await server.ExportAsync("Shop", OtlpSamples.Span(trace, 1), Client(OtlpSamples.Span(trace, 2, parent: 1), "bank"));
            await server.ExportAsync("bank", OtlpSamples.Span(trace, 3, parent: 2, status: status), Client(OtlpSamples.Span(trace, 4, parent: 3, status: status), "Model"));
        }

        var links = await server.GetAsync($"/api/v2/dependencies?endTs={StartMs + 1000}&lookback=2000");

        links.AsArray().Select(Text).ShouldBe(["bank -> model: 2, 1", "shop -> bank: 2, 1"]);
    }

    [Fact]
    public async Task Graph_OfSharedSpans_CountsEachCallOnce()
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ReportAsync("""
            [{"traceId":"1","id":"2","kind":"CLIENT","timestamp":1762332558000000,"duration":9,"localEndpoint":{"serviceName":"front"},"remoteEndpoint":{"serviceName":"back-by-another-name"}},
             {"traceId":"1","id":"2","kind":"SERVER","shared":true,"timestamp":1762332558000001,"duration":7,"localEndpoint":{"serviceName":"back"}},
             {"traceId":"1","id":"3","parentId":"2","timestamp":1762332558000002,"duration":2,"localEndpoint":{"serviceName":"back"}},
             {"traceId":"1","id":"4","parentId":"2","kind":"CLIENT","timestamp":1762332558000003,"duration":2,"localEndpoint":{"serviceName":"back"},"remoteEndpoint":{"serviceName":"mysql"},"tags":{"error":""}}]
            """);

        var links = await server.GetAsync($"/api/v2/dependencies?endTs={StartMs + 1000}");

        links.AsArray().Select(Text).ShouldBe(["back -> mysql: 1, 1", "front -> back: 1, 0"]);
    }

    [Theory]
    [InlineData(-1, 1000)]
    [InlineData(2000, 1000)]
    public async Task Graph_OfAnotherTime_IsEmpty(int endMs, int lookbackMs)
    {
        await using var server = await ZipkinServer.StartAsync();
        await server.ExportAsync("shop", Client(OtlpSamples.Span(1, 1), "bank"));

        (await server.GetAsync($"/api/v2/dependencies?endTs={StartMs + endMs}&lookback={lookbackMs}")).AsArray().ShouldBeEmpty();
    }

    private static Span Client(Span span, string peer)
    {
        span.Kind = Span.Types.SpanKind.Client;
        return span.With("peer.service", peer);
    }

    private static string Text(JsonNode? link) => $"{link!["parent"]} -> {link["child"]}: {link["callCount"]}, {link["errorCount"]}";
}
