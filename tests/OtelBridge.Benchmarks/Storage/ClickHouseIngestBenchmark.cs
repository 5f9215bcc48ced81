using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Ingest on ClickHouse's engine, from the bytes of a request to the acknowledgement, against plain INSERTs of the same bytes; and what it takes on disk.</summary>
internal sealed class ClickHouseIngestBenchmark : Benchmark, IAsyncDisposable
{
    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 32; // a team's services: what they send goes together, since each insert costs the server a merge

    private const string DiskSql = """
        SELECT sum(bytes_on_disk), sumIf(bytes_on_disk, table != 'spans'), sumIf(secondary_indices_compressed_bytes, table = 'spans')
        FROM system.parts WHERE active AND database = currentDatabase() AND table != 'raw'
        """;

    private const string ColumnsSql = """
        SELECT sumIf(column_data_compressed_bytes, column = 'payload'), sumIf(column_data_compressed_bytes, column = 'text'),
               sumIf(column_data_compressed_bytes, column = 'attributes')
        FROM system.parts_columns WHERE active AND database = currentDatabase() AND table = 'spans'
        """;

    private readonly int _requestCount;
    private readonly Series _ratio = new("clickhouse.ingest.ratio", "ratio", Result.Higher, 0.5, "plain INSERTs of the same bytes");
    private readonly Series _perCore = new("clickhouse.ingest.rate", "spans/s/core", Result.Higher, null, "the server's own work, without the engine's");
    private readonly Series _rate = new("clickhouse.ingest.wall", "spans/s", Result.Higher, null, null);
    private readonly Series _raw = new("clickhouse.ingest.raw", "spans/s", Result.Higher, null, null);
    private readonly Series _bytes = new("clickhouse.bytes.ratio", "ratio", Result.Lower, null, "bytes on the wire");
    private readonly Series _bytesPerSpan = new("clickhouse.bytes.span", "bytes", Result.Lower, null, null);
    private readonly Series _payload = new("clickhouse.bytes.payload", "bytes", Result.Lower, null, "a span");
    private readonly Series _text = new("clickhouse.bytes.text", "bytes", Result.Lower, null, "a span");
    private readonly Series _attributes = new("clickhouse.bytes.attributes", "bytes", Result.Lower, null, "a span");
    private readonly Series _index = new("clickhouse.bytes.index", "bytes", Result.Lower, null, "a span");
    private readonly Series _records = new("clickhouse.bytes.records", "bytes", Result.Lower, null, "a span");
    private readonly List<byte[]> _requests = [];
    private readonly List<byte[]> _spans = [];
    private readonly TemporaryFolder _folder = new();
    private ClickHouseServer _server = null!; // started by the warm-up
    private HttpClient _http = null!;

    public ClickHouseIngestBenchmark(bool quick)
    {
        _requestCount = quick ? 60 : 200;
        var traces = new GenAiTraces(Corpus.Load(), seed: 11);
        for (var i = 0; i < _requestCount; i++)
        {
            var request = traces.Request(TracesPerRequest);
            _requests.Add(request.ToByteArray());
            _spans.Add(Rows(request));
        }
    }

    public override IReadOnlyList<Series> Figures =>
        [_ratio, _perCore, _rate, _raw, _bytes, _bytesPerSpan, _payload, _text, _attributes, _index, _records];

    private double SpanCount => (double)_requestCount * TracesPerRequest * GenAiTraces.SpansPerTrace;

    public override async Task WarmUpAsync()
    {
        _server = await ClickHouseServer.StartAsync();
        _http = new HttpClient { BaseAddress = _server.Address, Timeout = TimeSpan.FromMinutes(5) };
        for (var i = 0; i < 2; i++)
        {
            await RunRoundAsync(i, static (_, _) => { });
        }
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        var database = await _server.CreateDatabaseAsync();
        var raw = round % 2 == 1 ? await MeasureRawAsync(database) : default;
        var ours = await MeasureOursAsync(database);
        raw = round % 2 == 1 ? raw : await MeasureRawAsync(database);
        add(_ratio, raw.Wall / ours.Wall);
        add(_perCore, SpanCount / ours.Processor.TotalSeconds);
        add(_rate, SpanCount / ours.Wall.TotalSeconds);
        add(_raw, SpanCount / raw.Wall.TotalSeconds);
        await AddSizesAsync(database, add);
        await _server.DropDatabaseAsync(database);
    }

    private async Task AddSizesAsync(string database, Action<Series, double> add)
    {
        foreach (var table in (string[])["spans", "traces", "trace_writes", "trace_heads"])
        {
            await _server.ExecuteAsync($"OPTIMIZE TABLE {table} FINAL", database); // as merges leave it
        }

        var disk = await NumbersAsync(DiskSql, database);
        var columns = await NumbersAsync(ColumnsSql, database);
        add(_bytes, disk[0] / _requests.Sum(request => (double)request.Length));
        add(_bytesPerSpan, disk[0] / SpanCount);
        add(_records, disk[1] / SpanCount);
        add(_index, disk[2] / SpanCount);
        add(_payload, columns[0] / SpanCount);
        add(_text, columns[1] / SpanCount);
        add(_attributes, columns[2] / SpanCount);
    }

    // One insert a request, as the senders of spans have it.
    private async Task<Cost> MeasureRawAsync(string database)
    {
        await _server.ExecuteAsync("CREATE TABLE raw (span_id Int64, payload String) ENGINE = MergeTree ORDER BY span_id", database);
        var address = $"?database={database}&query={Uri.EscapeDataString("INSERT INTO raw (span_id, payload) FORMAT RowBinary")}";
        return await Cost.OfAsync(async () =>
        {
            foreach (var rows in _spans)
            {
                using var body = new ByteArrayContent(rows);
                using var answer = await _http.PostAsync(address, body);
                answer.EnsureSuccessStatusCode();
            }
        });
    }

    private async Task<Cost> MeasureOursAsync(string database)
    {
        await using var store = await TraceStores.OpenAsync(
            $"clickhouse:{_server.Address}{database}?catalog=sqlite:{_folder.File(database)}", StoreAccess.ReadWrite, CancellationToken.None);
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

    private async Task<double[]> NumbersAsync(string sql, string database) =>
        [.. (await _server.ExecuteAsync(sql, database)).Trim().Split('\t').Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];

    // RowBinary: the id, and the bytes after their length.
    private static byte[] Rows(ExportTraceServiceRequest request)
    {
        using var rows = new MemoryStream();
        using (var output = new CodedOutputStream(rows, leaveOpen: true))
        {
            foreach (var span in request.ResourceSpans.AllSpans())
            {
                output.WriteSFixed64(BinaryPrimitives.ReadInt64BigEndian(span.SpanId.Span));
                output.WriteMessage(span);
            }
        }

        return rows.ToArray();
    }
}
