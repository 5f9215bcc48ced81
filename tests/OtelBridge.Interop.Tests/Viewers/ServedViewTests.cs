using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Jaeger;
using OtelBridge.TestSupport.Stores;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>What <c>otelbridge serve</c> answers to Jaeger's and Zipkin's tools is what those products would show of the same OTLP spans.</summary>
[Collection(TracingCollection.Name)]
public sealed class ServedViewTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    public static TheoryData<string, string> Requests
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var kind in TestStore.Kinds)
            {
                rows.Add("sample", kind);
                rows.Add("gallery", kind);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Jaeger_OfAStoredTrace_IsWhatJaegerShows(string name, string kind)
    {
        var (request, served) = await ServeAsync(name, kind, static (server, id) => new Uri(server.JaegerAddress, $"/api/traces/{id}"));

        var expected = JaegerForm.Traces(request.ResourceSpans).ShouldHaveSingleItem()!;
        var actual = served["data"]!.AsArray().ShouldHaveSingleItem()!;
        ShouldBe(Spans(actual["spans"]!.AsArray(), "spanID", actual), Spans(expected["spans"]!.AsArray(), "spanID", expected));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Zipkin_OfAStoredTrace_IsWhatZipkinShows(string name, string kind)
    {
        var (request, served) = await ServeAsync(name, kind, static (server, id) => new Uri(server.ZipkinAddress, $"/api/v2/trace/{id}"));

        var expected = ZipkinForm.Traces(ZipkinIntake.Otlp, request.ResourceSpans).ShouldHaveSingleItem()!.AsArray();
        AddCollectorsTags(expected, ZipkinForm.Traces(ZipkinIntake.Collector, request.ResourceSpans)[0]!.AsArray());
        ShouldBe(Spans(served.AsArray(), "id"), Spans(expected, "id"));
    }

    // Internal kind and links have no place in Zipkin's specification; the server keeps them where the Collector does.
    private static void AddCollectorsTags(JsonArray spans, JsonArray collected)
    {
        foreach (var (span, other) in spans.Zip(collected))
        {
            foreach (var (key, value) in other!["tags"]!.AsObject().Where(static tag => tag.Key == "span.kind" || tag.Key.StartsWith("otlp.link.", StringComparison.Ordinal)))
            {
                span!["tags"]![key] = value!.DeepClone();
            }
        }
    }

    // A failure that shows the lines that differ is read faster than two whole traces.
    private static void ShouldBe(string actual, string expected)
    {
        var (shown, wanted) = (actual.Split('\n'), expected.Split('\n'));
        string[] differences = [.. wanted.Except(shown).Select(static line => $"missing: {line}"), .. shown.Except(wanted).Select(static line => $"shown: {line}")];
        differences.ShouldBeEmpty();
        actual.ShouldBe(expected);
    }

    private async Task<(ExportTraceServiceRequest Request, JsonNode Served)> ServeAsync(string name, string kind, Func<OtelBridgeProcess, string, Uri> address)
    {
        const string AnyPort = "127.0.0.1:0";
        var request = name == "sample" ? ViewedSample.Request() : gallery.Received("grpc").Aggregate(new ExportTraceServiceRequest(), static (all, export) =>
        {
            all.MergeFrom(export.Message);
            return all;
        });
        await using var store = await TestStore.MakeAsync(kind);
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", store.Address, "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", "off", "--jaeger", AnyPort, "--zipkin", AnyPort],
            new Dictionary<string, string?>());
        using var client = new HttpClient();
        using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new("application/x-protobuf") } };
        using var stored = await client.PostAsync(new Uri(server.OtlpHttpAddress, "/v1/traces"), body);
        stored.EnsureSuccessStatusCode();

        var id = Convert.ToHexStringLower(request.ResourceSpans.AllSpans().First().TraceId.Span);
        return (request, JsonNode.Parse(await client.GetStringAsync(address(server, id)))!);
    }

    // By id, with their processes in place of process ids; tags in any order, since neither product has one.
    private static string Spans(JsonArray spans, string id, JsonNode? trace = null) => string.Join(",\n", spans
        .Select(static span => span!.DeepClone().AsObject())
        .OrderBy(span => (string?)span[id], StringComparer.Ordinal)
        .Select(span => ProtobufJson.Normalise(Arranged(span, trace))));

    private static JsonObject Arranged(JsonObject span, JsonNode? trace)
    {
        if (trace is not null)
        {
            span["process"] = trace["processes"]![(string)span["processID"]!]!.DeepClone();
            span["process"]!["tags"] = Sorted(span["process"]!["tags"]!);
            span["tags"] = Sorted(span["tags"]!);
            span.Remove("processID");
            span.Remove("warnings");
            span.Remove("flags"); // Jaeger has them; its table of OTLP does not
        }

        return span;
    }

    private static JsonArray Sorted(JsonNode tags) => [.. tags.AsArray().OrderBy(static tag => (string?)tag!["key"], StringComparer.Ordinal).Select(static tag => tag!.DeepClone())];
}
