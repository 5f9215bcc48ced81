using System.Diagnostics;
using System.Globalization;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Search;

/// <summary>The first page of every kind of filter, and the hundredth, over so many traces of ten spans.</summary>
/// <param name="size">How many traces.</param>
/// <param name="data">Folder that keeps the store in SQLite.</param>
/// <param name="address">Store on ClickHouse that is measured in place of one in SQLite: filled when it holds fewer traces.</param>
internal sealed class SearchBenchmark(int size, string? data, string? address = null) : Benchmark, IAsyncDisposable
{
    public const string Prefix = "search.";
    public const string ClickHousePrefix = "clickhouse.search.";
    public const int QuickSize = 10_000;

    private const int PageSize = 100;
    private const int FarPage = 100;
    private const double BoundMs = 50;
    private const double ClickHouseBoundMs = 100;

    // Each kind with some filters, of which every round takes the next.
    private static readonly (string Kind, string[] Filters, string Order)[] Kinds =
    [
        ("all", [""], ""),
        ("status", ["status = 'ERROR'", "status != 'OK'", "status = 'IN_PROGRESS'"], ""),
        ("tag", ["tags.environment = 'development'", "tags.team = 'travel'", "tags.environment LIKE '%stag%'"], ""),
        ("metadata", ["metadata.`mlflow.trace.session` = 'session-77'", "metadata.build = '1.7.3'", "metadata.build LIKE '1.2_.3'"], ""),
        ("name", ["name LIKE '%ticket%'", "name ILIKE 'WRITE%'", "name LIKE '%nothing like it%'"], ""),
        ("span.name", ["span.name = 'send_mail'", "span.name LIKE '%order%'", "span.name = 'no such span'"], ""),
        ("span.type", ["span.type = 'TOOL'", "span.type = 'GUARDRAIL'", "span.type != 'LLM'"], ""),
        ("span.status", ["span.status = 'ERROR'"], ""),
        ("span.duration", ["span.duration_ms > 1000", "span.duration_ms > 12000"], ""),
        ("span.attributes", ["span.attributes.gen_ai.request.temperature > 0.9", "span.attributes.gen_ai.request.model = 'gpt-4o'", "span.attributes.mlflow.spanInputs LIKE '%warranty%'"], ""),
        ("error", ["error LIKE '%TimeoutError%'", "error LIKE '%no such error%'"], ""),
        ("text.common", ["trace.text ILIKE '%customer%'", "trace.text MATCH 'delivery refund'"], ""),
        ("text.rare", ["trace.text ILIKE '%Karolinmar%'", "trace.text MATCH 'karolinmarten'", "trace.text ILIKE '%zaiferhulost%'"], ""),
        ("text.part", ["trace.text ILIKE '%arrant%'", "trace.text ILIKE '%olinmar%'", "trace.text ILIKE '%4711%'"], ""),
        ("text.exact", ["trace.text LIKE '%Customer support%'", "trace.text LIKE '%warranty claim%'"], ""),
        ("tokens", ["tokens.total > 9000", "tokens.total > 5000", "tokens.input < 1500"], ""),
        ("time", ["timestamp_ms < 1756690000000", "execution_time > 15000"], ""),
        ("order.duration", ["", "status = 'ERROR'"], "execution_time DESC"),
        ("order.tokens", [""], "tokens.total DESC"),
        ("and.three", ["status = 'OK' AND tags.environment = 'staging' AND span.name = 'send_mail'", "tags.team = 'search' AND tokens.total > 6000 AND trace.text ILIKE '%museum%'"], ""),
    ];

    private readonly Dictionary<string, (Series Median, Series Tail)> _figures = Kinds.Select(kind => kind.Kind).Append("page100").ToDictionary(
        kind => kind,
        kind => (
            Figure(kind, size, "p50", 0.5, size < 1_000_000 ? null : address is null ? BoundMs : ClickHouseBoundMs, address),
            Figure(kind, size, "p99", 0.99, null, address)));

    private readonly TemporaryFolder? _folder = data is null && address is null ? new TemporaryFolder() : null;
    private ITraceStore? _store;
    private string _farToken = string.Empty;

    // Takes seconds where there are many traces: see docs/architecture.md, "Words, not trigrams".
    private const string SlowKind = "text.exact";
    private const int RoundsOfSlowKind = 4;

    public override int Rounds => 30;

    public override IReadOnlyList<Series> Figures => [.. _figures.Values.SelectMany(pair => new[] { pair.Median, pair.Tail })];

    private ITraceStore Store => _store ?? throw new InvalidOperationException("The store is opened by the warm-up.");

    public override async Task WarmUpAsync()
    {
        _store = address is null ? await SeededStore.OpenAsync(data ?? _folder!.Path, size) : await SeededStore.OpenAtAsync(address, size);
        for (var page = 1; page < FarPage; page++)
        {
            _farToken = (await SearchAsync("", "", _farToken)).NextPageToken;
        }

        foreach (var (_, filters, order) in Kinds)
        {
            foreach (var filter in filters)
            {
                await SearchAsync(filter, order);
            }
        }
    }

    public override async Task RunRoundAsync(int round)
    {
        foreach (var (kind, filters, order) in Kinds)
        {
            if (kind != SlowKind || round < RoundsOfSlowKind)
            {
                await MeasureAsync(kind, filters[round % filters.Length], order);
            }
        }

        await MeasureAsync("page100", "", "", _farToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static Series Figure(string kind, int size, string what, double quantile, double? bound, string? address) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{(address is null ? Prefix : ClickHousePrefix)}{size}.{kind}.{what}"), "ms", Result.Lower, bound, null, quantile);

    private async Task MeasureAsync(string kind, string filter, string order, string token = "")
    {
        var start = Stopwatch.GetTimestamp();
        await SearchAsync(filter, order, token);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _figures[kind].Median.Add(elapsed);
        _figures[kind].Tail.Add(elapsed);
    }

    private Task<Page<Tracking.V1.TraceInfo>> SearchAsync(string filter, string order, string token = "") => Store.Reader.SearchTracesAsync(
        new TraceQuery(["0"], PageSize, token) { Filter = filter, OrderBy = order.Length > 0 ? [order] : [] }, CancellationToken.None);
}
