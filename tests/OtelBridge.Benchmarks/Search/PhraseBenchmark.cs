using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Search;

/// <summary>Counts and pages of words that stand in many traces, over so many traces of the soak: beginnings of words, and words in a row.</summary>
/// <remarks>Beside the same words asked of the word index in one statement, and beside a reading of every block of the store: what an answer cannot, or need not, cost.</remarks>
internal sealed class PhraseBenchmark : Benchmark, IAsyncDisposable
{
    public const string Prefix = "phrase.";
    public const int FullSize = 60_000;
    public const int QuickSize = 5_000;

    private const int PageSize = 50;
    private const string Beginnings = "trace.text MATCH 'dice* lagu*'"; // in nine of ten traces
    private const string Apart = "trace.text LIKE '%diceba laguba%'"; // both words in one of fourteen, side by side in none
    private const string Likely = "trace.text LIKE '%ba di%'"; // nearly everywhere

    private readonly int _size;
    private readonly string? _data;
    private readonly TemporaryFolder? _folder;
    private readonly (Series Figure, Func<Task> Ask)[] _questions;
    private readonly Series _overIndex;
    private string _path = string.Empty;
    private ITraceStore? _store;

    public PhraseBenchmark(int size, string? data)
    {
        (_size, _data) = (size, data);
        _folder = data is null ? new TemporaryFolder() : null;
        _overIndex = new Series(Name("match.count.over_index"), "x", Result.Lower, null, "the same words asked of the word index in one statement of SQL");
        _questions =
        [
            Question("match.count", () => CountAsync(Beginnings)),
            Question("index.alone", () => Task.Run(() => Read("SELECT count(*) FROM trace_text WHERE trace_text MATCH '\"dice\"* AND \"lagu\"*'", static _ => { }))),
            Question("match.page", () => PageAsync(Beginnings, "")),
            Question("match.page.oldest", () => PageAsync(Beginnings, "timestamp_ms ASC")),
            Question("match.page.longest", () => PageAsync(Beginnings, "execution_time_ms DESC")),
            Question("like.apart.page", () => PageAsync(Apart, "")),
            Question("like.apart.count", () => CountAsync(Apart)),
            Question("like.likely.page", () => PageAsync(Likely, "")),
            Question("blocks.alone", () => Task.Run(() => Read("SELECT size, payload FROM blocks WHERE codec = 1", Unpack))),
        ];
    }

    public override int Rounds => 9;

    public override IReadOnlyList<Series> Figures => [.. _questions.Select(static question => question.Figure), _overIndex];

    private ITraceStore Store => _store ?? throw new InvalidOperationException("The store is opened by the warm-up.");

    public override async Task WarmUpAsync()
    {
        _path = await SoakStore.FileAsync(_data ?? _folder!.Path, _size);
        _store = await TraceStores.OpenAsync("sqlite:" + _path, StoreAccess.ReadWrite, CancellationToken.None);
        await _store.FinishIndexAsync(CancellationToken.None);
        foreach (var (_, ask) in _questions)
        {
            await ask();
        }
    }

    public override async Task RunRoundAsync(int round)
    {
        var times = new List<double>(_questions.Length);
        foreach (var (figure, ask) in _questions)
        {
            var start = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            figure.Add(times[^1]);
        }

        _overIndex.Add(times[0] / times[1]); // the first two questions
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static void Unpack(SqliteDataReader row)
    {
        var raw = new byte[row.GetInt32(0)];
        System.IO.Compression.BrotliDecoder.TryDecompress(row.GetFieldValue<byte[]>(1), raw, out _);
    }

    private (Series Figure, Func<Task> Ask) Question(string name, Func<Task> ask) => (new Series(Name(name + ".p50"), "ms", Result.Lower, null, null), ask);

    private string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_size}.{what}");

    private Task<long> CountAsync(string filter) => Store.Reader.CountTracesAsync(["0"], filter, CancellationToken.None);

    private Task<Page<Tracking.V1.TraceInfo>> PageAsync(string filter, string order) => Store.Reader.SearchTracesAsync(
        new TraceQuery(["0"], PageSize, string.Empty) { Filter = filter, OrderBy = order.Length > 0 ? [order] : [] }, CancellationToken.None);

    private void Read(string sql, Action<SqliteDataReader> read)
    {
        using var connection = new SqliteConnection($"Data Source={_path};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            read(rows);
        }
    }
}
