using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Durable ingest on SQLite with typical masking rules, against the same without any.</summary>
internal sealed class MaskingBenchmark : Benchmark
{
    /// <summary>What the figures' names begin with.</summary>
    public const string Prefix = "masking.";

    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 4;

    // What is looked for everywhere, and is rarely there; and what is there always.
    private const string Seldom = """
        {"rules": [{"find": ["email", "creditCard", "iban", "jwt", "bearer", "apiKey"]}, {"keys": ["password", "authorization", "api_key", "*secret*"]}]}
        """;

    private const string Always = """
        {"rules": [{"attributes": ["mlflow.spanInputs", "mlflow.spanOutputs", "gen_ai.*.messages"], "jsonPath": ["$.messages[*].content", "$.choices[*].message.content"]},
                   {"find": ["email", "creditCard", "iban", "jwt", "bearer", "apiKey"]}, {"keys": ["password", "authorization", "api_key", "*secret*"]}]}
        """;

    private readonly List<byte[]> _requests = [];
    private readonly Series _seldom = new(Prefix + "ingest.ratio", "ratio", Result.Higher, null, "ingest without rules");
    private readonly Series _always = new(Prefix + "content.ratio", "ratio", Result.Higher, null, "ingest without rules");
    private readonly Series _cost = new(Prefix + "ingest.span", "us", Result.Lower, null, null);

    public MaskingBenchmark(bool quick)
    {
        var traces = new GenAiTraces(Corpus.Load(), seed: 11);
        for (var i = 0; i < (quick ? 40 : 100); i++)
        {
            _requests.Add(traces.Request(TracesPerRequest).ToByteArray());
        }
    }

    public override IReadOnlyList<Series> Figures => [_seldom, _always, _cost];

    private double SpanCount => (double)_requests.Count * TracesPerRequest * GenAiTraces.SpansPerTrace;

    public override Task WarmUpAsync() => RunRoundAsync(0, static (_, _) => { });

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    private static MaskingRules Load(TemporaryFolder folder, string json)
    {
        File.WriteAllText(folder.File("mask.json"), json);
        return MaskingRules.Load(folder.File("mask.json"), static _ => null);
    }

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        using var folder = new TemporaryFolder();
        var plain = round % 2 == 1 ? await MeasureAsync(folder, "plain", null) : default;
        var seldom = await MeasureAsync(folder, "seldom", Load(folder, Seldom));
        var always = await MeasureAsync(folder, "always", Load(folder, Always));
        plain = round % 2 == 1 ? plain : await MeasureAsync(folder, "plain", null);
        add(_seldom, plain.Processor / seldom.Processor);
        add(_always, plain.Processor / always.Processor);
        add(_cost, (seldom.Processor - plain.Processor).TotalMicroseconds / SpanCount);
    }

    private async Task<Cost> MeasureAsync(TemporaryFolder folder, string name, MaskingRules? rules)
    {
        await using var store = MaskedTraceStore.Over(
            await TraceStores.OpenAsync($"sqlite:{folder.File(name + ".db")}", StoreAccess.ReadWrite, CancellationToken.None), rules);
        var ingestor = new TraceIngestor(store);
        return await Cost.OfAsync(() => Parallel.ForEachAsync(
            _requests,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (bytes, cancellationToken) => await ingestor.IngestAsync(ExportTraceServiceRequest.Parser.ParseFrom(bytes), null, cancellationToken)));
    }
}
