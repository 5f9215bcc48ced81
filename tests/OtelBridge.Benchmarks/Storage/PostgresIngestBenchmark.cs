using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Npgsql;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Durable ingest on PostgreSQL, from the bytes of a request to the acknowledgement, against binary COPY of the same bytes; and what it takes on disk.</summary>
internal sealed class PostgresIngestBenchmark : Benchmark, IAsyncDisposable
{
    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 4;

    private readonly int _requestCount;
    private readonly Series _ratio = new("storage.postgres.ingest.ratio", "ratio", Result.Higher, 0.5, "binary COPY of the same bytes into a plain table");
    private readonly Series _rate = new("storage.postgres.ingest.wall", "spans/s", Result.Higher, null, null);
    private readonly Series _raw = new("storage.postgres.ingest.raw", "spans/s", Result.Higher, null, null);
    private readonly Series _bytes = new("storage.postgres.bytes.ratio", "ratio", Result.Lower, null, "bytes on the wire");
    private readonly List<byte[]> _requests = [];
    private readonly List<(long SpanId, byte[] Bytes)[]> _spans = [];
    private PostgresServer _server = null!; // started by the warm-up

    public PostgresIngestBenchmark(bool quick)
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

    public override IReadOnlyList<Series> Figures => [_ratio, _rate, _raw, _bytes];

    private double SpanCount => (double)_requestCount * TracesPerRequest * GenAiTraces.SpansPerTrace;

    public override async Task WarmUpAsync()
    {
        // Settings as installed, so that every commit reaches the disk; checkpoints by size would fall into one round and not into the next.
        _server = await PostgresServer.StartAsync("max_wal_size=4GB");
        for (var i = 0; i < 3; i++)
        {
            await RunRoundAsync(i, static (_, _) => { });
        }
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        var database = await _server.CreateDatabaseAsync();
        var raw = round % 2 == 1 ? await MeasureRawAsync(database) : default;
        var ours = await MeasureOursAsync(database);
        var disk = await SizeAsync(database);
        raw = round % 2 == 1 ? raw : await MeasureRawAsync(database);
        add(_ratio, raw.Wall / ours.Wall);
        add(_rate, SpanCount / ours.Wall.TotalSeconds);
        add(_raw, SpanCount / raw.Wall.TotalSeconds);
        add(_bytes, disk / _requests.Sum(request => (double)request.Length));
        await _server.DropDatabaseAsync(database);
    }

    // One transaction a request, as the senders of spans have it.
    private async Task<Cost> MeasureRawAsync(string database)
    {
        await _server.ExecuteAsync("CHECKPOINT");
        await _server.ExecuteAsync("CREATE TABLE raw (span_id bigint NOT NULL, payload bytea NOT NULL)", database);
        await using var connection = new NpgsqlConnection(_server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        return await Cost.OfAsync(() => Task.Run(() =>
        {
            foreach (var spans in _spans)
            {
                using var copy = connection.BeginBinaryImport("COPY raw (span_id, payload) FROM STDIN (FORMAT binary)");
                foreach (var (spanId, bytes) in spans)
                {
                    copy.StartRow();
                    copy.Write(spanId);
                    copy.Write(bytes);
                }

                copy.Complete();
            }
        }));
    }

    private async Task<Cost> MeasureOursAsync(string database)
    {
        await _server.ExecuteAsync("CHECKPOINT");
        await using var store = await TraceStores.OpenAsync(_server.Address(database), StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        return await Cost.OfAsync(() => Parallel.ForEachAsync(
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
    }

    private async Task<double> SizeAsync(string database) => Convert.ToDouble(
        await _server.ExecuteAsync("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'raw'", database),
        CultureInfo.InvariantCulture);
}
