using System.Buffers.Binary;
using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Durable ingest on SQLite, from the bytes of a request to the acknowledgement, against raw inserts of the same bytes; and what it takes on disk.</summary>
internal sealed class IngestBenchmark : Benchmark
{
    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 4;

    private readonly int _requestCount;
    private readonly Series _ratio = new("storage.ingest.ratio", "ratio", Result.Higher, 0.5, "raw inserts of the same bytes into the same SQLite");
    private readonly Series _perCore = new("storage.ingest.rate", "spans/s/core", Result.Higher, 20_000, null);
    private readonly Series _rate = new("storage.ingest.wall", "spans/s", Result.Higher, null, null);
    private readonly Series _raw = new("storage.ingest.raw", "spans/s", Result.Higher, null, null);
    private readonly Series _bytes = new("storage.bytes.ratio", "ratio", Result.Lower, 0.5, "bytes on the wire");
    private readonly Series _bytesPerSpan = new("storage.bytes.span", "bytes", Result.Lower, null, null);
    private readonly List<byte[]> _requests = [];
    private readonly List<(long SpanId, byte[] Bytes)[]> _spans = [];

    public IngestBenchmark(bool quick)
    {
        _requestCount = quick ? 60 : 200;
        var traces = new GenAiTraces(Corpus.Load(), seed: 11);
        for (var i = 0; i < _requestCount; i++)
        {
            var request = traces.Request(TracesPerRequest);
            _requests.Add(request.ToByteArray());
            _spans.Add([.. request.ResourceSpans.AllSpans().Select(span => (BinaryPrimitives.ReadInt64BigEndian(span.SpanId.Span), span.ToByteArray()))]);
        }
    }

    public override IReadOnlyList<Series> Figures => [_ratio, _perCore, _rate, _raw, _bytes, _bytesPerSpan];

    private double SpanCount => (double)_requestCount * TracesPerRequest * GenAiTraces.SpansPerTrace;

    public override async Task WarmUpAsync()
    {
        // Long enough for the code of both to have reached its last tier.
        for (var i = 0; i < 3; i++)
        {
            await RunRoundAsync(i, static (_, _) => { });
        }
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        using var folder = new TemporaryFolder();
        var raw = round % 2 == 1 ? await MeasureRawAsync(folder) : default;
        var ours = await MeasureOursAsync(folder);
        raw = round % 2 == 1 ? raw : await MeasureRawAsync(folder);
        var wire = _requests.Sum(request => (double)request.Length);
        var disk = new FileInfo(folder.File("ours.db")).Length;
        add(_ratio, raw.Wall / ours.Wall);
        add(_perCore, SpanCount / ours.Processor.TotalSeconds);
        add(_rate, SpanCount / ours.Wall.TotalSeconds);
        add(_raw, SpanCount / raw.Wall.TotalSeconds);
        add(_bytes, disk / wire);
        add(_bytesPerSpan, disk / SpanCount);
    }

    private Task<Cost> MeasureRawAsync(TemporaryFolder folder) => Cost.OfAsync(() =>
    {
        RawInserts.Run(folder.File("raw.db"), _spans);
        return Task.CompletedTask;
    });

    private async Task<Cost> MeasureOursAsync(TemporaryFolder folder)
    {
        await using var store = await TraceStores.OpenAsync("sqlite:" + folder.File("ours.db"), StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        var cost = await Cost.OfAsync(() => Parallel.ForEachAsync(
            _requests,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (bytes, cancellationToken) =>
            {
                var result = await ingestor.IngestAsync(ExportTraceServiceRequest.Parser.ParseFrom(bytes), null, cancellationToken);
                if (result.AcceptedSpans != TracesPerRequest * GenAiTraces.SpansPerTrace)
                {
                    throw new InvalidOperationException($"{result.AcceptedSpans} spans were stored: {result.ErrorMessage}");
                }
            }));

        // Behind the acknowledgements, but on the disk all the same.
        await store.FinishIndexAsync(CancellationToken.None);
        return cost;
    }
}
