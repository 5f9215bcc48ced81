using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

/// <summary>OpenTelemetry's limits cut for a collector what the official exporter cuts, and for nobody else.</summary>
public sealed class SpanLimitsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=3")]
    [InlineData("OTEL_ATTRIBUTE_COUNT_LIMIT=2")]
    [InlineData("OTEL_ATTRIBUTE_COUNT_LIMIT=9 OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=3 OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=1 OTEL_LINK_ATTRIBUTE_COUNT_LIMIT=2")]
    [InlineData("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=1")]
    [InlineData("OTEL_SPAN_EVENT_COUNT_LIMIT=1 OTEL_SPAN_LINK_COUNT_LIMIT=2")]
    [InlineData("OTEL_SPAN_EVENT_COUNT_LIMIT=0 OTEL_SPAN_LINK_COUNT_LIMIT=0 OTEL_ATTRIBUTE_COUNT_LIMIT=0")]
    [InlineData("OTEL_ATTRIBUTE_COUNT_LIMIT=many OTEL_SPAN_EVENT_COUNT_LIMIT=-1")]
    public async Task Collector_SpanBeyondTheLimits_IsCutAsByTheOfficialExporter(string variables)
    {
        var settings = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();
        await using var reference = await FakeCollector.StartAsync();
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var source = new ActivitySource($"Limits.{Guid.NewGuid():N}");
        using var official = Official(reference, settings);
        using (var tracing = MlflowTracing.Init(
            configuration: Traced.Configuration(
            [
                (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), (EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Export", "Both"),
                ("Mlflow:Sources", source.Name), ("Mlflow:Destinations:collector:Dialects", "Mlflow"), .. settings,
            ]),
            configureProvider: builder => builder.AddProcessor(official)))
        {
            Emit(source);
            (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
            official.ForceFlush();
        }

        var ours = collector.Spans.ShouldHaveSingleItem();
        var theirs = reference.Spans.ShouldHaveSingleItem();
        ours.Attributes.Select(a => a.ToString()).ShouldBe(theirs.Attributes.Select(a => a.ToString()));
        Counts(ours).ShouldBe(Counts(theirs));
        ours.Equals(theirs).ShouldBeTrue();
        var whole = store.Spans.ShouldHaveSingleItem();
        (whole.Attributes.Count, whole.Events.Count, whole.Links.Count).ShouldBe((205, 200, 200));
    }

    [Theory]
    [InlineData("Mlflow, GenAi", 30_000, true)]
    [InlineData("Mlflow, GenAi", 60_000, false)]
    [InlineData("Mlflow, GenAi, OpenInference", 24_000, true)]
    [InlineData("Mlflow, GenAi, OpenInference", 90_000, false)]
    [InlineData("GenAi", 90_000, true)]
    public async Task Collector_ContentThatFitsOnce_IsNotTrimmedForItsCopies(string dialects, int length, bool isSaidAgain)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), ("Mlflow:Delivery:MaxRequestBytes", "100000"), ("Mlflow:Destinations:collector:Dialects", dialects));

        Mlflow.Trace("ask", () => { }, SpanType.ChatModel, new { messages = new[] { new { role = "user", content = new string('x', length) } } });
        await tracing.FlushAsync(Traced.Patience);

        var span = collector.Spans.ShouldHaveSingleItem();
        span.ToString().ShouldNotContain("truncated");
        (span.Attribute("gen_ai.input.messages")?.Length > length).ShouldBe(isSaidAgain);
        (span.Attribute("mlflow.spanInputs")?.Length > length).ShouldBe(dialects.Contains("Mlflow", StringComparison.Ordinal));
        span.Attribute("gen_ai.operation.name").ShouldBe("chat");
    }

    [Fact]
    public async Task MaxValueLength_OfADestination_MarksWhatItCut()
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), ("Mlflow:Destinations:collector:MaxValueLength", "10"));

        Mlflow.Trace("a name of some length", span => { span.Activity!.SetTag("long", "0123456789abc").SetTag("list", Enumerable.Range(0, 20).ToArray()); });
        await tracing.FlushAsync(Traced.Patience);

        var span = collector.Spans.ShouldHaveSingleItem();
        span.Name.ShouldBe("a name of some length");
        span.Attribute("long").ShouldBe("0123456789…[truncated]");
        span.Attributes.Single(a => a.Key == "list").Value.ArrayValue.Values.Count.ShouldBe(20);
    }

    // What is in a span and what was dropped of it, small enough to be read when it differs.
    private static string Counts(Span span) => string.Join(' ',
    [
        $"attributes {span.Attributes.Count}-{span.DroppedAttributesCount}", $"events {span.Events.Count}-{span.DroppedEventsCount}", $"links {span.Links.Count}-{span.DroppedLinksCount}",
        .. span.Events.Take(4).Select(e => $"event {e.Attributes.Count}-{e.DroppedAttributesCount}"), .. span.Links.Take(4).Select(l => $"link {l.Attributes.Count}-{l.DroppedAttributesCount}"),
    ]);

    private static void Emit(ActivitySource source)
    {
        ActivityTagsCollection Tags(int count) => new(Enumerable.Range(0, count).Select(i => new KeyValuePair<string, object?>($"key{i}", $"value {i}")));
        var links = Enumerable.Range(0, 200).Select(i => new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), default), i < 3 ? Tags(150) : null));
        using var span = source.StartActivity("a name", ActivityKind.Internal, default(ActivityContext), links: links).ShouldNotBeNull();
        span.SetTag("text", "0123456789").SetTag("texts", new[] { "0123456789", "x", null }).SetTag("numbers", new[] { 1, 2, 3, 4, 5 }).SetTag("type", typeof(string));
        span.SetTag("map", new Dictionary<string, object?> { ["a"] = "0123456789" });
        foreach (var (key, value) in Tags(200))
        {
            span.SetTag(key, value);
        }

        for (var i = 0; i < 200; i++)
        {
            span.AddEvent(new ActivityEvent($"event {i}", tags: i < 3 ? Tags(150) : null));
        }

        span.SetStatus(ActivityStatusCode.Error, "what failed");
    }

    // It takes its limits from the variables of the process alone.
    private static BatchActivityExportProcessor Official(FakeCollector receiver, (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            Environment.SetEnvironmentVariable(key, value);
        }

        try
        {
            return new(new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(receiver.GrpcEndpoint), Protocol = OtlpExportProtocol.Grpc }));
        }
        finally
        {
            foreach (var (key, _) in settings)
            {
                Environment.SetEnvironmentVariable(key, null);
            }
        }
    }
}
