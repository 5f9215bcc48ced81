using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>Fills a store with one of everything that a store may hold, and random traces around it.</summary>
internal sealed class RichStore(ITraceStore store, Random random)
{
    // Not our own table: what a trace cost when it came in is what it cost.
    private static readonly PriceTable OldPrices = PriceTable.Load(new MemoryStream(
        """{"date": "2020-01-01", "models": [{ "model": "gpt-4o", "provider": "test", "input": 77, "output": 99 }]}"""u8.ToArray()));

    private readonly TraceIngestor _ingestor = new(store, OldPrices);
    private readonly ModelTraces _vocabulary = new(random);
    private int _traces;

    public string Other { get; private set; } = string.Empty;

    public string Deleted { get; private set; } = string.Empty;

    public string Run { get; private set; } = string.Empty;

    public async Task FillAsync(int traces)
    {
        await MakeExperimentsAsync();
        await MakeRunsAsync();
        await AddTracesAsync(traces, "0");
        await AddTracesAsync(traces / 2, Other);
        await AddTracesAsync(3, Deleted);
        await SayAsync();
        await MakeOddTracesAsync();
        await store.Experiments.SetLifecycleAsync(Deleted, LifecycleStage.Deleted, CancellationToken.None);
    }

    /// <summary>Stores random traces, some of them later than their children; gives the number of the last one.</summary>
    public async Task<int> AddTracesAsync(int count, string experiment)
    {
        var made = Enumerable.Range(_traces + 1, count).Select(number => _vocabulary.Make(number, experiment)).ToList();
        _traces += count;
        foreach (var batch in made.Chunk(10))
        {
            await IngestAsync(Request(batch.SelectMany(trace => trace.Spans.Skip(1))), experiment);
            await IngestAsync(Request(batch.Select(trace => trace.Spans[0])), experiment);
        }

        return _traces;
    }

    public Task IngestAsync(ExportTraceServiceRequest request, string experiment) => request.ResourceSpans.AllSpans().Any()
        ? _ingestor.IngestAsync(request, experiment, CancellationToken.None)
        : Task.CompletedTask;

    private async Task MakeExperimentsAsync()
    {
        await store.Experiments.CreateAsync("to be skipped", new Dictionary<string, string>(), CancellationToken.None);
        Other = (await store.Experiments.CreateAsync(
            new CreateExperimentRequest { Name = "it's other 😀", ArtifactLocation = "s3://bucket/", Tags = { ["a"] = "b", ["é"] = "" } }, CancellationToken.None))!;
        Deleted = (await store.Experiments.CreateAsync("deleted", new Dictionary<string, string>(), CancellationToken.None))!;
        await store.Experiments.RenameAsync("0", "Renamed default", CancellationToken.None);
    }

    private async Task MakeRunsAsync()
    {
        Run = (await store.Runs.CreateAsync(
            new CreateRunRequest { ExperimentId = Other, Name = "run", UserId = "ann", StartTimeMs = 5, Tags = { ["k"] = "v" } }, CancellationToken.None)).RunId;
        var log = new LogRunBatchRequest { RunId = Run, Params = { ["p"] = "1", ["q"] = "" } };
        log.Metrics.AddRange(Enumerable.Range(0, 20).Select(step => new Metric { Key = "loss", Value = 1.0 / (step + 1), Step = step, TimestampMs = 100 - step }));
        log.Metrics.Add(new Metric { Key = "odd", Value = double.NaN, Step = 1, TimestampMs = 1 });
        log.Metrics.Add(new Metric { Key = "odd", Value = double.NegativeInfinity, Step = 1, TimestampMs = 1 });
        await store.Runs.LogAsync(log, CancellationToken.None);
        await store.Runs.UpdateAsync(new UpdateRunRequest { RunId = Run, Status = RunStatus.Finished, EndTimeMs = 99 }, CancellationToken.None);
        var deleted = await store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0" }, CancellationToken.None);
        await store.Runs.SetLifecycleAsync(deleted.RunId, LifecycleStage.Deleted, CancellationToken.None);
    }

    // What people and clients say of traces besides their spans.
    private async Task SayAsync()
    {
        await store.Records.LinkToRunAsync([TraceIdText(1), TraceIdText(2), TraceIdText(3)], Run, CancellationToken.None);
        for (var number = 1; number <= 30; number++)
        {
            var trace = TraceIdText(number);
            foreach (var key in (await store.Reader.FindTraceInfoAsync(trace, CancellationToken.None))!.Tags.Keys)
            {
                await store.Records.DeleteTagAsync(trace, key, CancellationToken.None);
            }

            await store.Records.SetTagAsync(trace, "said", $"by {number}", CancellationToken.None);
        }

        await store.Records.SetTagAsync(TraceIdText(4), "mlflow.traceName", "renamed", CancellationToken.None);
        await store.Records.PutAsync(
            new TraceRecord
            {
                TraceId = TraceIdText(5),
                ExperimentId = Other,
                State = TraceState.Error,
                StartTimeUnixNano = Start + 1_234_567,
                DurationNano = 7_654_321,
                RequestPreview = "as\0ked",
                ResponsePreview = "",
                ClientRequestId = "mine",
                Metadata = { ["mlflow.trace.sizeStats"] = """{"num_spans": 9}""", ["m"] = "n" },
            },
            CancellationToken.None);
        await JudgeAsync(TraceIdText(6));
    }

    private async Task JudgeAsync(string trace)
    {
        var first = await store.Assessments.CreateAsync(
            new Assessment { TraceId = trace, Name = "quality", Feedback = new Feedback { Value = "1" }, SourceType = AssessmentSourceType.Human, CreateTimeMs = 1000 }, CancellationToken.None);
        var second = await store.Assessments.CreateAsync(
            new Assessment { TraceId = trace, Name = "quality", Feedback = new Feedback { Value = "2" }, Overrides = first.AssessmentId, Metadata = { ["a"] = "b" } }, CancellationToken.None);
        await store.Assessments.CreateAsync(
            new Assessment { TraceId = trace, Name = "quality", Expectation = new Expectation { Value = "\"x\"" }, SpanId = SpanIdText(1), CreateTimeMs = 1000 }, CancellationToken.None);

        // Replaced, and yet called valid by somebody.
        await store.Assessments.UpdateAsync(new Assessment(first) { Valid = true, Rationale = "still" }, ["valid", "rationale"], CancellationToken.None);
        await store.Assessments.UpdateAsync(new Assessment(second) { Rationale = "" }, ["rationale"], CancellationToken.None);
    }

    private async Task MakeOddTracesAsync()
    {
        // No spans at all, in an experiment that will be deleted.
        await store.Records.PutAsync(
            new TraceRecord { TraceId = "tr-of-nothing", ExperimentId = Deleted, State = TraceState.InProgress, StartTimeUnixNano = Start, Tags = { ["a"] = "b" } }, CancellationToken.None);

        // Fields that nobody knows yet, resources of their own, a span that has its trace's name for itself, text that not every database takes.
        var unknown = Otlp.Span.Parser.ParseFrom([.. Span(900, 1).With("zero", "a\0b").ToByteArray(), 0xF8, 0x3F, 0x05]);
        var odd = Request(unknown, Span(900, 2, 1).With("mlflow.traceRequestId", "\"tr-chosen\""));
        odd.ResourceSpans.Add(new ResourceSpans { SchemaUrl = "https://schema", ScopeSpans = { new ScopeSpans { Spans = { Span(900, 3, 1, offsetMs: -5) } } } });
        await IngestAsync(odd, "0");

        // A root that was replaced by a copy that says less, and a span that has not ended.
        await IngestAsync(Request(Span(901, 1, durationMs: -1).With("mlflow.trace.tag.gone", "1").With("mlflow.trace.metadata.gone", "1"), Span(901, 2, 1, durationMs: -1)), "0");
        await IngestAsync(Request(Span(901, 1, name: "ended")), "0");

        // Priced by tokens, and by prices of another day.
        var tokens = """{"input_tokens":1000,"output_tokens":10,"total_tokens":1010}""";
        await IngestAsync(Request(Span(902, 1).With("mlflow.spanType", "CHAT_MODEL").With("gen_ai.request.model", "gpt-4o").With("mlflow.chat.tokenUsage", tokens)), "0");
    }
}
