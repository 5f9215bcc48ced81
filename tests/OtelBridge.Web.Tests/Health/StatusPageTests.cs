using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Health;

public sealed class StatusPageTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Status_AfterSpansOfAService_SaysWhatBecameOfThem()
    {
        var bad = OtlpSamples.Span(3, 1);
        bad.TraceId = ByteString.CopyFrom(new byte[16]);
        await SendAsync("<b>shop</b>", OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1), bad);

        var html = await _server.Http.GetStringAsync("/status");

        Regex.Replace(html, @">\s+<", "><").ShouldContain("<bdi>&lt;b&gt;shop&lt;/b&gt;</bdi></th><td class=\"number\">1</td><td class=\"number\">2</td><td class=\"number status-bad\">1</td>");
        html.ShouldContain("a trace id must not be all zero");
        html.ShouldContain(_server.GrpcAddress.Authority);
        html.ShouldContain(_server.HttpAddress.Authority);
    }

    [Fact]
    public async Task Store_Part_SaysWhatItHoldsWithoutSecrets()
    {
        await SendAsync("shop", OtlpSamples.Span(1, 1));

        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync("/status/store"));

        html.ShouldContain("1 spans");
        html.ShouldContain("Everything is kept.");
        html.ShouldContain(_server.Server.StoreDescription);
    }

    [Fact]
    public async Task Metrics_AfterSpans_CountThem()
    {
        await SendAsync("shop", OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1));

        var text = await _server.Http.GetStringAsync("/metrics");

        var lines = text.Split('\n');
        lines.ShouldContain("otelbridge_spans_stored_total 2");
        lines.ShouldContain("otelbridge_requests_total 1");
        lines.ShouldContain("otelbridge_store_traces 2");
        lines.ShouldContain("otelbridge_request_bytes_in_flight 0");
        text.ShouldNotContain("shop");
    }

    private async Task SendAsync(string service, params Span[] spans)
    {
        var request = OtlpSamples.Request(spans);
        request.ResourceSpans[0].Resource = new Resource { Attributes = { OtlpSamples.Attribute("service.name", new AnyValue { StringValue = service }) } };
        using var body = new ByteArrayContent(request.ToByteArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var response = await _server.OtlpHttp.PostAsync("/v1/traces", body);
        response.EnsureSuccessStatusCode();
    }
}
