using System.Diagnostics;
using Google.Protobuf;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

/// <summary>The official exporter is the reference: what it sends and what our mapper sends of one Activity must be the same message.</summary>
public sealed class SameSpanTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, 123, 456, DateTimeKind.Utc);

    private readonly ActivitySource _source = new(
        $"Same.{Guid.NewGuid():N}", "1.2.3", [new("scope.text", "t"), new("scope.number", 7)]);

    public static TheoryData<string> Cases => [.. Makers.Keys];

    private static Dictionary<string, Func<ActivitySource, Activity?>> Makers { get; } = new()
    {
        ["bare"] = s => s.StartActivity("bare"),
        ["every kind of attribute"] = s => s.StartActivity("attributes", ActivityKind.Client, default(ActivityContext), Values()),
        ["events"] = Events,
        ["links"] = Links,
        ["remote parent and trace state"] = s => s.StartActivity(
            "remote", ActivityKind.Server, new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "a=1,b=2", isRemote: true)),
        ["local parent context"] = s => s.StartActivity(
            "local", ActivityKind.Consumer, new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)),
        ["producer"] = s => s.StartActivity("producer", ActivityKind.Producer),
        ["status ok"] = s => s.StartActivity("ok")?.SetStatus(ActivityStatusCode.Ok),
        ["status error"] = s => s.StartActivity("error")?.SetStatus(ActivityStatusCode.Error, "Ein Fehler: ü"),
        ["status error without description"] = s => s.StartActivity("error")?.SetStatus(ActivityStatusCode.Error),
        ["status by attributes"] = s => s.StartActivity("old")?.SetTag(OTelKeys.StatusCode, "ERROR").SetTag(OTelKeys.StatusDescription, "old way"),
        ["status ok by attributes"] = s => s.StartActivity("old")?.SetTag(OTelKeys.StatusCode, "OK"),
        ["status unset by attributes"] = s => s.StartActivity("old")?.SetTag(OTelKeys.StatusCode, "UNSET"),
        ["unknown status by attributes"] = s => s.StartActivity("old")?.SetTag(OTelKeys.StatusCode, "1"),
        ["lone surrogates and long text"] = s => s.StartActivity("text \ud83d")?.SetTag("cut", "a\ud83d").SetTag("long", new string('ä', 5000)),
        ["exception"] = s => s.StartActivity("throws")?.AddException(new InvalidOperationException("no")),
    };

    public void Dispose() => _source.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_OneActivity_GetsTheMessageOfTheOfficialExporter(string name)
    {
        await using var reference = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var official = Official(reference);
        using var tracing = ToBoth(store, official, (EnvironmentKeys.ServiceName, "same"), (EnvironmentKeys.ResourceAttributes, "team=a,stage=test"));

        var activity = Makers[name](_source).ShouldNotBeNull();
        activity.SetStartTime(Start).SetEndTime(Start.AddTicks(12_345));
        activity.Stop();
        var flushed = await tracing.FlushAsync(Traced.Patience);
        official.ForceFlush();

        flushed.IsComplete.ShouldBeTrue();
        var ours = Sorted(store.Requests.ShouldHaveSingleItem().Message);
        ShouldBeSame(ours, Sorted(reference.Requests.ShouldHaveSingleItem().Message));
        ours.ResourceSpans[0].Resource.Attributes.Single(a => a.Key == OTelKeys.ServiceName).Value.StringValue.ShouldBe("same");
    }

    [Fact]
    public async Task Store_SpansOfTwoSources_AreGroupedAsByTheOfficialExporter()
    {
        await using var reference = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var other = new ActivitySource($"{_source.Name}.Other");
        using var official = Official(reference);
        using var tracing = ToBoth(store, official);

        for (var i = 0; i < 3; i++)
        {
            _source.StartActivity($"a{i}")?.Stop();
            other.StartActivity($"b{i}")?.Stop();
        }

        await tracing.FlushAsync(Traced.Patience);
        official.ForceFlush();

        ShouldBeSame(Sorted(store.Requests.ShouldHaveSingleItem().Message), Sorted(reference.Requests.ShouldHaveSingleItem().Message));
        store.Requests[0].Message.ResourceSpans[0].ScopeSpans.Select(s => s.Spans.Count).ShouldBe([3, 3]);
    }

    [Fact]
    public async Task Collector_OverHttp_GetsWhatTheStoreGets()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.HttpEndpoint),
            (EnvironmentKeys.OtlpProtocol, "http/protobuf"),
            (EnvironmentKeys.OtlpHeaders, "x-key=abc"),
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            (EnvironmentKeys.EnableDualExport, "true"),
            ("Mlflow:Destinations:collector:Dialects", "Mlflow"));

        Mlflow.Trace("work", () => 42, SpanType.Tool, new { x = 1 });
        await tracing.FlushAsync(Traced.Patience);

        var received = collector.Requests.ShouldHaveSingleItem();
        received.Headers["x-key"].ShouldBe("abc");
        ShouldBeSame(Sorted(store.Requests.ShouldHaveSingleItem().Message), Sorted(received.Message));
    }

    private static BatchActivityExportProcessor Official(FakeCollector receiver) =>
        new(new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(receiver.GrpcEndpoint), Protocol = OtlpExportProtocol.Grpc }));

    private MlflowTracing ToBoth(FakeCollector store, BatchActivityExportProcessor official, params (string Key, string Value)[] settings) => MlflowTracing.Init(
        configuration: Traced.Configuration([(EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources:0", $"{_source.Name}*"), .. settings]),
        configureProvider: builder => builder.AddProcessor(official));

    private static IEnumerable<KeyValuePair<string, object?>> Values() =>
    [
        new("text", "ü"), new("empty", ""), new("null", null), new("true", true), new("false", false), new("char", 'c'),
        new("int", -1), new("long", long.MinValue), new("byte", (byte)255), new("sbyte", (sbyte)-1), new("short", (short)-2), new("ushort", (ushort)2), new("uint", uint.MaxValue),
        new("ulong", ulong.MaxValue), new("double", 1.5), new("nan", double.NaN), new("float", 0.1f), new("decimal", 1.10m),
        new("bytes", new byte[] { 1, 2, 3 }), new("texts", new[] { "a", null, "ü" }), new("ints", new[] { 1, -2 }), new("longs", new[] { 1L }),
        new("doubles", new[] { 1.5 }), new("bools", new[] { true, false }), new("chars", new[] { 'a', 'b' }), new("uints", new[] { 1u }), new("ulongs", new[] { 1UL }), new("mixed", new object?[] { 1, "a", null, 1.5, true, new[] { 1 } }),
        new("guid", Guid.Empty), new("time", Start), new("enum", DayOfWeek.Monday), new("uri", new Uri("http://a/b")), new("list", new List<int> { 1 }), new("type", typeof(string)),
        new("map", new Dictionary<string, object?> { ["a"] = 1, ["b"] = new Dictionary<string, object?> { ["c"] = "d" }, ["e"] = null }),
        new("deep", new Dictionary<string, object?> { ["1"] = new Dictionary<string, object?> { ["2"] = new Dictionary<string, object?> { ["3"] = new Dictionary<string, object?> { ["4"] = 1 } } } }),
    ];

    private static Activity? Events(ActivitySource source) => source.StartActivity("events")?
        .AddEvent(new ActivityEvent("first", Start.AddTicks(7)))
        .AddEvent(new ActivityEvent("second", Start.AddTicks(9), [.. Values()]));

    private static Activity? Links(ActivitySource source)
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "x=y", isRemote: true);
        var other = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        return source.StartActivity("links", ActivityKind.Internal, default(ActivityContext), links: [new ActivityLink(context, new ActivityTagsCollection { { "a", 1 } }), new ActivityLink(other)]);
    }

    // Line by line first, so that a difference is readable; then whole, for what the text does not show.
    private static void ShouldBeSame(ExportTraceServiceRequest ours, ExportTraceServiceRequest official)
    {
        var format = new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation().WithFormatDefaultValues(true));
        format.Format(official).Split('\n').Except(format.Format(ours).Split('\n')).ShouldBeEmpty();
        format.Format(ours).Split('\n').Except(format.Format(official).Split('\n')).ShouldBeEmpty();
        ours.ShouldBe(official);
    }

    // Each exporter lists the resource's attributes in an order of its own; that of everything else is compared.
    private static ExportTraceServiceRequest Sorted(ExportTraceServiceRequest request)
    {
        var resource = request.ResourceSpans.ShouldHaveSingleItem().Resource;
        var attributes = resource.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).ToList();
        resource.Attributes.Clear();
        resource.Attributes.AddRange(attributes);
        return request;
    }
}
