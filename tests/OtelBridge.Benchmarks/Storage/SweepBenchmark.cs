using System.Diagnostics;
using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Durable ingest on SQLite beside a sweep that deletes what is old, against the same ingest without one; and what it costs to delete a trace, against what it cost to store it.</summary>
internal sealed class SweepBenchmark : Benchmark
{
    /// <summary>What the figures' names begin with.</summary>
    public const string Prefix = "storage.sweep.";

    private const string Default = "0";
    private const int TracesPerRequest = 5;
    private const int Senders = 4;
    private const double Late = 0.99;

    private readonly Series _cost = new(Prefix + "cost.ratio", "ratio", Result.Lower, 0.25, "processor time of storing and indexing the same traces");
    private readonly Series _rate = new(Prefix + "ingest.ratio", "ratio", Result.Higher, 0.75, "spans a second of the same ingest, as fast as it is answered, without a sweep");
    private readonly Series _pacedMedian = new(Prefix + "paced.median.ratio", "ratio", Result.Lower, null, "latency of the same ingest, half as fast as it can be, without a sweep");
    private readonly Series _pacedLate = new(Prefix + "paced.p99.ratio", "ratio", Result.Lower, 2, "latency of the same ingest, half as fast as it can be, without a sweep");
    private readonly Series _late = new(Prefix + "paced.p99", "ms", Result.Lower, null, null);
    private readonly Series _deleted = new(Prefix + "rate", "traces/s", Result.Higher, null, null);
    private readonly List<byte[]> _old = [];
    private readonly List<byte[]> _new = [];

    public SweepBenchmark(bool quick)
    {
        var traces = new GenAiTraces(Corpus.Load(), seed: 11);
        Fill(_old, traces, quick ? 800 : 2_000);
        Newest = traces.NowUnixMs;
        Fill(_new, traces, quick ? 600 : 1_500);
    }

    public override IReadOnlyList<Series> Figures => [_cost, _rate, _pacedMedian, _pacedLate, _late, _deleted];

    private long Newest { get; }

    public override Task WarmUpAsync() => RunRoundAsync(0, static (_, _) => { });

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    private static void Fill(List<byte[]> requests, GenAiTraces traces, int count) =>
        requests.AddRange(Enumerable.Range(0, count).Select(_ => traces.Request(TracesPerRequest).ToByteArray()));

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        var (free, swept) = round % 2 == 0
            ? (await MeasureAsync(isSwept: false, null, add), await MeasureAsync(isSwept: true, null, add))
            : Swap(await MeasureAsync(isSwept: true, null, add), await MeasureAsync(isSwept: false, null, add));
        add(_rate, free.Wall / swept.Wall);

        var pace = free.Wall / _new.Count * 2;
        var (freePaced, sweptPaced) = round % 2 == 0
            ? (await MeasureAsync(isSwept: false, pace, add), await MeasureAsync(isSwept: true, pace, add))
            : Swap(await MeasureAsync(isSwept: true, pace, add), await MeasureAsync(isSwept: false, pace, add));
        add(_pacedMedian, At(sweptPaced.Latencies, 0.5) / At(freePaced.Latencies, 0.5));
        add(_pacedLate, At(sweptPaced.Latencies, Late) / At(freePaced.Latencies, Late));
        add(_late, At(sweptPaced.Latencies, Late).TotalMilliseconds);
    }

    private static (Ingest Free, Ingest Swept) Swap(Ingest swept, Ingest free) => (free, swept);

    private static TimeSpan At(List<TimeSpan> sorted, double quantile) => sorted[(int)((sorted.Count - 1) * quantile)];

    /// <summary>Fills a store with what is old, and measures how new requests get on in it; the sweep, if there is one, has all of the old before it.</summary>
    private async Task<Ingest> MeasureAsync(bool isSwept, TimeSpan? pace, Action<Series, double> add)
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync("sqlite:" + folder.File("swept.db"), StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        var stored = await Cost.OfAsync(async () =>
        {
            await IngestAsync(ingestor, _old, null);
            await store.FinishIndexAsync(CancellationToken.None);
        });

        var sweeping = isSwept ? Task.Run(() => store.Records.DeleteAsync(new TraceDeletion(Default) { MaxTimestampMs = Newest }, CancellationToken.None)) : null;
        var ingest = await IngestAsync(ingestor, _new, pace);
        if (sweeping is not null)
        {
            await sweeping;
        }
        else if (pace is null)
        {
            // Alone, since the processor time is that of the process.
            var deleted = await Cost.OfAsync(() => store.Records.DeleteAsync(new TraceDeletion(Default) { MaxTimestampMs = Newest }, CancellationToken.None));
            add(_cost, deleted.Processor / stored.Processor);
            add(_deleted, _old.Count * TracesPerRequest / deleted.Wall.TotalSeconds);
        }

        return ingest;
    }

    private static async Task<Ingest> IngestAsync(TraceIngestor ingestor, List<byte[]> requests, TimeSpan? pace)
    {
        var latencies = new TimeSpan[requests.Count];
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < requests.Count)
            {
                // From the moment at which it was due, so that a store that is late is seen to be.
                var due = start + (long)((pace ?? TimeSpan.Zero).TotalSeconds * i * Stopwatch.Frequency);
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                var since = pace is null ? Stopwatch.GetTimestamp() : due;
                await ingestor.IngestAsync(ExportTraceServiceRequest.Parser.ParseFrom(requests[i]), null, CancellationToken.None);
                latencies[i] = Stopwatch.GetElapsedTime(since);
            }
        })));
        return new Ingest(Stopwatch.GetElapsedTime(start), [.. latencies.Order()]);
    }

    private sealed record Ingest(TimeSpan Wall, List<TimeSpan> Latencies);
}
