using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Ingest;

public sealed class TraceIngestorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ITraceStore _store = null!; // set before each test
    private TraceIngestor _ingestor = null!; // set before each test

    public async Task InitializeAsync()
    {
        _store = await TraceStores.OpenAsync("sqlite:" + _folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);
        _ingestor = new TraceIngestor(_store);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, Span> BadSpans => new()
    {
        { "a trace id has 16 bytes, not 15", Changed(s => s.TraceId = ByteString.CopyFrom(new byte[15])) },
        { "a trace id has 16 bytes, not 0", Changed(s => s.TraceId = ByteString.Empty) },
        { "a trace id must not be all zero", Changed(s => s.TraceId = ByteString.CopyFrom(new byte[16])) },
        { "a span id has 8 bytes, not 9", Changed(s => s.SpanId = ByteString.CopyFrom(new byte[9])) },
        { "a span id must not be all zero", Changed(s => s.SpanId = ByteString.CopyFrom(new byte[8])) },
        { "a parent span id has 8 bytes or none, not 4", Changed(s => s.ParentSpanId = ByteString.CopyFrom(new byte[4])) },
        { "the start time is out of range", Changed(s => s.StartTimeUnixNano = ulong.MaxValue) },
        { "the end time is out of range", Changed(s => s.EndTimeUnixNano = 1UL << 63) },
        { "nested too deeply", Changed(s => s.With("deep", Nested(46))) },
        { "nested too deeply", Changed(s => s.Events.Add(new Span.Types.Event { Attributes = { Attribute("deep", Nested(46)) } })) },
        { "nested too deeply", Changed(s => s.Links.Add(new Span.Types.Link { Attributes = { Attribute("deep", Nested(46)) } })) },
    };

    [Theory]
    [MemberData(nameof(BadSpans))]
    public async Task Ingest_OneBadSpan_IsRefusedWithItsReasonAndTheRestStored(string reason, Span bad)
    {
        var result = await IngestAsync(Request(Span(1, 1), bad, Span(1, 3, parent: 1)));

        result.AcceptedSpans.ShouldBe(2);
        result.RejectedSpans.ShouldBe(1);
        result.ErrorMessage.ShouldContain(reason);
        (await SpansAsync(1)).Select(s => s.SpanId).ShouldBe([SpanId(1), SpanId(3)]);
    }

    [Fact]
    public async Task Ingest_ManyKindsOfBadSpans_MessageStaysShort()
    {
        var bad = Enumerable.Range(0, 500).Select(i => Changed(s => s.SpanId = ByteString.CopyFrom(new byte[(i % 30) + 9])));

        var result = await IngestAsync(Request(bad));

        result.RejectedSpans.ShouldBe(500);
        result.ErrorMessage.Length.ShouldBeLessThan(600);
        result.ErrorMessage.ShouldContain("other reasons");
    }

    [Fact]
    public async Task Ingest_EmptyRequest_IsNothing() =>
        (await IngestAsync(new ExportTraceServiceRequest())).ShouldBe(new IngestResult(0, 0, string.Empty));

    [Theory]
    [InlineData("77")]
    [InlineData("no number")]
    public async Task Ingest_UnknownExperiment_IsRefused(string experiment)
    {
        var result = await _ingestor.IngestAsync(Request(Span(1, 1)), experiment, CancellationToken.None);

        result.RejectedSpans.ShouldBe(1);
        result.ErrorMessage.ShouldContain($"no experiment '{experiment}'");
    }

    [Fact]
    public async Task Ingest_ExperimentMadeAfterARefusal_IsFound()
    {
        await _ingestor.IngestAsync(Request(Span(1, 1)), "1", CancellationToken.None);
        await _store.Experiments.CreateAsync("first", new Dictionary<string, string>(), CancellationToken.None);

        var result = await _ingestor.IngestAsync(Request(Span(1, 1)), "1", CancellationToken.None);

        result.AcceptedSpans.ShouldBe(1);
    }

    [Fact]
    public async Task Ingest_SpanTwiceInOneRequest_IsStoredOnceTheEndedLastOne()
    {
        await IngestAsync(Request(
            Span(1, 1, name: "running", durationMs: -1), Span(1, 2, parent: 1), Span(1, 1, name: "ended"), Span(1, 1, name: "late copy", durationMs: -1)));

        (await SpansAsync(1)).Select(s => s.Name).ShouldBe(["ended", "step"]);
    }

    [Fact]
    public async Task Ingest_TracesInterleaved_AreGroupedWithTheirResourceAndScope()
    {
        var request = Request(Span(1, 1), Span(2, 1), Span(1, 2, parent: 1), Span(2, 2, parent: 1));
        var second = Request(Span(1, 3, parent: 1)).ResourceSpans[0];
        second.Resource.Attributes[0].Value.StringValue = "other service";
        request.ResourceSpans.Add(second);

        await IngestAsync(request);

        var trace = (await _store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None)).Single();
        trace.ResourceSpans.Select(r => r.Resource.Attributes[0].Value.StringValue).ShouldBe(["tests", "other service"]);
        trace.ResourceSpans.Select(r => r.ScopeSpans.Single().Spans.Count).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Ingest_LargeSpans_ComeBackWhole()
    {
        var large = Span(1, 1).With("large", new string('x', 20_000_000));
        large.Attributes.AddRange(Enumerable.Range(0, 10_000).Select(i => Attribute($"key{i}", $"value{i}")));

        await IngestAsync(Request(large.Clone()));

        (await SpansAsync(1)).ShouldHaveSingleItem().ShouldBe(large);
    }

    [Fact]
    public async Task Ingest_ForeignTraceRequestId_GroupsTheSpanUnderIt()
    {
        await IngestAsync(Request(Span(1, 1).With("mlflow.traceRequestId", "\"my-request\"")));

        var found = await _store.Reader.GetTracesAsync(["my-request", TraceIdText(1)], CancellationToken.None);

        found.ShouldHaveSingleItem().Info.TraceId.ShouldBe("my-request");
    }

    [Fact]
    public async Task Ingest_ResourceNestedTooDeeply_RefusesItsSpansOnly()
    {
        var request = Request(Span(1, 1));
        var bad = Request(Span(2, 1)).ResourceSpans[0];
        bad.Resource.Attributes.Add(Attribute("deep", Nested(48)));
        request.ResourceSpans.Add(bad);

        var result = await IngestAsync(request);

        (result.AcceptedSpans, result.RejectedSpans).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Ingest_DeepestNestingThatIsTaken_CanBeSentBack()
    {
        await IngestAsync(Request(Span(1, 1).With("deep", Nested(45))));
        var traces = await _store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None);
        var answer = new OtelBridge.Tracking.V1.BatchGetTracesResponse { Traces = { traces } };

        OtelBridge.Tracking.V1.BatchGetTracesResponse.Parser.ParseFrom(answer.ToByteArray()).ShouldBe(answer);
    }

    private static AnyValue Nested(int lists) => Enumerable.Range(0, lists).Aggregate(
        new AnyValue { IntValue = 1 }, static (inner, _) => new AnyValue { ArrayValue = new ArrayValue { Values = { inner } } });

    private static Span Changed(Action<Span> change)
    {
        var span = Span(1, 2, parent: 1);
        change(span);
        return span;
    }

    private Task<IngestResult> IngestAsync(ExportTraceServiceRequest request) =>
        _ingestor.IngestAsync(request, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    private async Task<List<Span>> SpansAsync(int trace) =>
        [.. (await _store.Reader.GetTracesAsync([TraceIdText(trace)], CancellationToken.None)).ShouldHaveSingleItem().ResourceSpans.AllSpans()];
}
