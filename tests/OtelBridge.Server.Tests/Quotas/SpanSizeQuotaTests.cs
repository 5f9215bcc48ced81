using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Tests.Security;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>How large a span may be: what is larger is refused alone, and nothing is shortened.</summary>
public sealed class SpanSizeQuotaTests
{
    [Fact]
    public async Task Span_LargerThanTheQuota_IsRefusedAlone_AndTheOthersAreStoredWhole()
    {
        await using var server = await GuardedServer.StartAsync();
        var secret = await server.MakeKeyAsync(["ingest"], quota: new { attributes_per_span = 3, attribute_bytes = 100, events_per_span = 1, links_per_span = 1 });
        var (whole, wide, long_) = (new string('x', 80), Many(Span(1, 2), 5), new string('ä', 80));
        var eventful = Span(1, 4);
        eventful.Events.Add([new Span.Types.Event(), new Span.Types.Event()]);
        var linked = Span(1, 5);
        linked.Links.Add([new Span.Types.Link { TraceId = TraceId(9), SpanId = SpanId(1) }, new Span.Types.Link { TraceId = TraceId(9), SpanId = SpanId(2) }]);
        var inEvent = Span(1, 6);
        inEvent.Events.Add(new Span.Types.Event { Attributes = { Attribute("text", long_) } });
        var request = Request(Span(1, 1).With("text", whole), wide, Many(Span(1, 7), 9), Span(1, 3).With("text", long_), eventful, linked, inEvent);

        var answer = await server.Server.Grpc.CallAsync(TraceServiceMethods.Export, request.Clone(), [new("authorization", GuardedServer.Bearer(secret).ToString())]);

        var quota = $"the quota of key {secret.Split('_')[1]} is";
        answer.PartialSuccess.RejectedSpans.ShouldBe(6);
        answer.PartialSuccess.ErrorMessage.ShouldBe(
            $"Refused 6 span(s): {quota} 3 attributes of a span, event or link (attributes_per_span), and there were up to 9 (2); {quota} 100 bytes an attribute (attribute_bytes), and there were up to 172 (2); "
            + $"{quota} 1 events a span (events_per_span), and there were up to 2 (1); {quota} 1 links a span (links_per_span), and there were up to 2 (1).");
        var (_, text) = await server.GetAsync($"/api/3.0/mlflow/traces/get?trace_id={TraceIdText(1)}", GuardedServer.Admin);
        JsonNode.Parse(text)!["trace"]!["spans"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldContain($"\"{whole}\"");
        var (_, metrics) = await server.GetAsync("/metrics", GuardedServer.Admin);
        metrics.ShouldContain("\notelbridge_quota_refused_large_spans_total 6\n");
    }

    [Fact]
    public async Task Resource_WithAnAttributeThatIsTooLarge_CostsItsSpansAlone_AndWiresWithoutPartialSuccessSayWhy()
    {
        await using var server = await GuardedServer.StartAsync(static options => options.WorkspaceQuotas["default"] = Store.Quotas.Quota.Parse("attribute_bytes=60"));
        var key = GuardedServer.Bearer(await server.MakeKeyAsync(["ingest"], quota: new { attribute_bytes = 1000 }));
        var request = Request(Span(1, 1));
        request.ResourceSpans.AddRange(Request(Span(2, 1)).ResourceSpans);
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("host", new string('x', 100)));
        var file = $$"""{"spans":[{"trace_id":"{{TraceIdText(3)[3..]}}","span_id":"{{SpanIdText(1)}}","parent_span_id":null,"name":"x","start_time_unix_nano":1,"end_time_unix_nano":2,"attributes":{"text":"\"{{new string('x', 100)}}\""} }]}""";
        const string Told = "the quota of workspace default is 60 bytes an attribute (attribute_bytes), and there were up to ";

        using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Server.OtlpHttpAddress, "/v1/traces")) { Content = body, Headers = { Authorization = key } };
        using var http = await server.Server.OtlpHttp.SendAsync(post);
        using var upload = new StringContent(file, Encoding.UTF8, "application/json");
        var mlflow = await server.SendAsync(
            HttpMethod.Put, new Uri(server.Server.HttpAddress, $"/api/2.0/mlflow-artifacts/artifacts/0/traces/{TraceIdText(3)}/artifacts/traces.json"), key, upload);

        ((int)http.StatusCode).ShouldBe(200);
        var partial = ExportTraceServiceResponse.Parser.ParseFrom(await http.Content.ReadAsByteArrayAsync()).PartialSuccess;
        partial.RejectedSpans.ShouldBe(1);
        partial.ErrorMessage.ShouldContain(Told);
        mlflow.Status.ShouldBe(400, mlflow.Text);
        mlflow.Text.ShouldContain(Told);
        (await server.GetAsync($"/api/3.0/mlflow/traces/get?trace_id={TraceIdText(2)}", GuardedServer.Admin)).Status.ShouldBe(200);
        (await server.GetAsync($"/api/3.0/mlflow/traces/get?trace_id={TraceIdText(1)}", GuardedServer.Admin)).Status.ShouldBe(404);
    }

    private static Span Many(Span span, int count)
    {
        span.Attributes.Clear();
        for (var i = 0; i < count; i++)
        {
            span.With($"a{i}", "x");
        }

        return span;
    }
}
