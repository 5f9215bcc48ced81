using System.Diagnostics;
using System.Globalization;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Aggregates;

/// <summary>Every sum that pages ask for, over so many traces of ten spans.</summary>
internal sealed class AggregateBenchmark : Benchmark, IAsyncDisposable
{
    public const string Prefix = "aggregates.";

    private const double BoundMs = 50;
    private const int LargeSize = 1_000_000;
    private const int Buckets = 90;
    private const int Rows = 50;

    private const long Hour = 3_600_000_000_000;
    private const long Day = 24 * Hour;

    private static readonly AggregateQuery Everything = new(["0"], string.Empty, null, null);

    private readonly int _size;
    private readonly string? _data;
    private readonly TemporaryFolder? _folder;
    private readonly (Series Figure, Func<IAggregateReader, Task> Ask)[] _questions;
    private ITraceStore? _store;
    private long _last;
    private string _nextSessions = string.Empty;

    public AggregateBenchmark(int size, string? data)
    {
        (_size, _data) = (size, data);
        _folder = data is null ? new TemporaryFolder() : null;
        _questions =
        [
            Question("series.all", reader => reader.ReadSeriesAsync(Everything, Buckets, CancellationToken.None), isBound: true),
            Question("series.day", reader => reader.ReadSeriesAsync(Latest(Day), Buckets, CancellationToken.None), isBound: true),
            Question("series.hour", reader => reader.ReadSeriesAsync(Latest(Hour), Buckets, CancellationToken.None), isBound: true),
            Question("series.filter.few", reader => reader.ReadSeriesAsync(Everything with { Filter = "status = 'ERROR'" }, Buckets, CancellationToken.None)),
            Question("series.filter.most", reader => reader.ReadSeriesAsync(Everything with { Filter = "status = 'OK'" }, Buckets, CancellationToken.None)),
            Question("groups.model", reader => Groups(reader, Everything, AggregateDimension.Model), isBound: true),
            Question("groups.span", reader => Groups(reader, Everything, AggregateDimension.SpanName), isBound: true),
            Question("groups.name.day", reader => Groups(reader, Latest(Day), AggregateDimension.TraceName), isBound: true),
            Question("groups.model.filter", reader => Groups(reader, Everything with { Filter = "status = 'ERROR'" }, AggregateDimension.Model)),
            Question("sessions", reader => reader.ListSessionsAsync(Everything, Rows, string.Empty, CancellationToken.None), isBound: true),
            Question("sessions.next", reader => reader.ListSessionsAsync(Everything, Rows, _nextSessions, CancellationToken.None), isBound: true),
            Question("experiments", reader => reader.ReadExperimentsAsync(["0"], CancellationToken.None), isBound: true),
            Question("values.session", reader => reader.ListValuesAsync("session", "session-77", [], Rows, CancellationToken.None)),
            Question("values.keys", reader => reader.ListValuesAsync("tags.", string.Empty, [], Rows, CancellationToken.None), isBound: true),
            Question("size", reader => reader.ReadSizeAsync(CancellationToken.None)),
        ];
    }

    public override int Rounds => 30;

    public override IReadOnlyList<Series> Figures => [.. _questions.Select(static question => question.Figure)];

    private ITraceStore Store => _store ?? throw new InvalidOperationException("The store is opened by the warm-up.");

    public override async Task WarmUpAsync()
    {
        _store = await SeededStore.OpenAsync(_data ?? _folder!.Path, _size);
        var newest = await Store.Reader.SearchTracesAsync(new TraceQuery(["0"], 1, string.Empty), CancellationToken.None);
        _last = (long)newest.Items[0].StartTimeUnixNano;
        _nextSessions = (await Store.Aggregates.ListSessionsAsync(Everything, Rows, string.Empty, CancellationToken.None)).NextPageToken;
        foreach (var (_, ask) in _questions)
        {
            await ask(Store.Aggregates);
        }
    }

    public override async Task RunRoundAsync(int round)
    {
        foreach (var (figure, ask) in _questions)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(Store.Aggregates);
            figure.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static Task Groups(IAggregateReader reader, AggregateQuery query, AggregateDimension dimension) =>
        reader.ReadGroupsAsync(query, dimension, AggregateOrder.Count, Rows, CancellationToken.None);

    // Ends in the middle of a stretch, as the present does.
    private AggregateQuery Latest(long length) => Everything with { FromUnixNano = _last - length, ToUnixNano = _last };

    private (Series, Func<IAggregateReader, Task>) Question(string name, Func<IAggregateReader, Task> ask, bool isBound = false) => (
        new Series(
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_size}.{name}.p50"), "ms", Result.Lower, isBound && _size >= LargeSize ? BoundMs : null, null, 0.5),
        ask);
}
