using System.Globalization;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.TestSupport.Several;

namespace OtelBridge.Benchmarks.Servers;

/// <summary>Ingest through one server process and through three, each on a PostgreSQL database behind one address: what a server more brings, and what it costs.</summary>
/// <remarks>Senders, balancer, servers and database share the cores of one machine: where there are few of them, three servers have no more to work with than one, and the ratio
/// says what they lose by being three. What a server takes for a span does not depend on that.</remarks>
internal sealed class ServersBenchmark : Benchmark, IAsyncDisposable
{
    public const string Prefix = "servers.";

    private const int Several = 3;
    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 6;

    // Servers, senders and the database need some each before three servers can be twice as fast as one.
    private const int CoresForTwice = 12;

    private static readonly string Baseline = string.Create(
        CultureInfo.InvariantCulture, $"one server; senders, servers and database share {Environment.ProcessorCount} cores");

    private readonly int _requestCount;
    private readonly GenAiTraces _traces = new(Corpus.Load(), seed: 23);
    private readonly Series _ratio = new("servers.ingest.ratio", "ratio", Result.Higher, Environment.ProcessorCount >= CoresForTwice ? 2 : null, Baseline);
    private readonly Series _one = new("servers.ingest.one", "spans/s", Result.Higher, null, null);
    private readonly Series _three = new("servers.ingest.three", "spans/s", Result.Higher, null, null);
    private readonly Series _processor = new("servers.processor.ratio", "ratio", Result.Lower, 1.5, "processor time of one server for the same spans");
    private readonly Series _perSpan = new("servers.processor.one", "us/span", Result.Lower, null, null);
    private PostgresServer _database = null!; // started by the warm-up
    private string[] _names = [];
    private ServerGroup[] _groups = [];

    public ServersBenchmark(bool quick) => _requestCount = quick ? 30 : 120;

    public override IReadOnlyList<Series> Figures => [_ratio, _one, _three, _processor, _perSpan];

    private double SpanCount => (double)_requestCount * TracesPerRequest * GenAiTraces.SpansPerTrace;

    public override async Task WarmUpAsync()
    {
        // Settings as installed, so that every commit reaches the disk; checkpoints by size would fall into one round and not into the next.
        _database = await PostgresServer.StartAsync("max_wal_size=4GB");
        _names = [await _database.CreateDatabaseAsync(), await _database.CreateDatabaseAsync()];
        _groups = [await ServerGroup.StartAsync(_database.Address(_names[0]), 1), await ServerGroup.StartAsync(_database.Address(_names[1]), Several)];
        await RunRoundAsync(0, static (_, _) => { });
        await RunRoundAsync(1, static (_, _) => { });
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups)
        {
            await group.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        var three = round % 2 == 1 ? await MeasureAsync(_groups[1]) : default;
        var one = await MeasureAsync(_groups[0]);
        three = round % 2 == 1 ? three : await MeasureAsync(_groups[1]);
        add(_ratio, one.Wall / three.Wall);
        add(_one, SpanCount / one.Wall.TotalSeconds);
        add(_three, SpanCount / three.Wall.TotalSeconds);
        add(_processor, three.Processor / one.Processor);
        add(_perSpan, one.Processor.TotalMicroseconds / SpanCount);
    }

    private async Task<(TimeSpan Wall, TimeSpan Processor)> MeasureAsync(ServerGroup group)
    {
        List<byte[]> requests = [.. Enumerable.Range(0, _requestCount).Select(_ => _traces.Request(TracesPerRequest).ToByteArray())];
        await UntilQuietAsync();
        await _database.ExecuteAsync("CHECKPOINT");
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Senders };
        using var client = new HttpClient(handler) { BaseAddress = group.OtlpHttpAddress };
        var before = ProcessorTime(group);
        var cost = await Cost.OfAsync(() => Parallel.ForEachAsync(
            requests, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (bytes, cancellationToken) => await SendAsync(client, bytes, cancellationToken)));
        return (cost.Wall, ProcessorTime(group) - before);
    }

    private static TimeSpan ProcessorTime(ServerGroup group) => group.Servers.Aggregate(TimeSpan.Zero, static (sum, server) => sum + server.ProcessorTime);

    private static async Task SendAsync(HttpClient client, byte[] bytes, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    // Words are written into the index behind the spans: what one round left must not be paid for by the next.
    private async Task UntilQuietAsync()
    {
        foreach (var name in _names)
        {
            while (await _database.ExecuteAsync("SELECT count(*) FROM text_pending", name) is > 0L)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
