using OtelBridge.Store.Aggregates;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Charts;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Traces;

/// <summary>What the list's traces are over time: how many, how many failed, how long they took.</summary>
/// <param name="Address">The list.</param>
/// <param name="Series">The sums.</param>
public sealed record TraceChartModel(TraceListAddress Address, TimeSeries Series)
{
    private const int MaxBuckets = 60;
    private const string Failed = "status = 'ERROR'";

    // Longer than this nobody looks at a list without its chart; the list itself is there all the while.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public IReadOnlyList<ChartBucket> Buckets { get; } = [.. Series.Buckets.Select((_, i) => Bucket(Address, Series, i))];

    public IReadOnlyList<ChartSeries> Counts { get; } =
    [
        new("not failed", ChartTone.Main, [.. Series.Buckets.Select(static totals => (double?)(totals.Count - totals.Errors))]),
        new("failed", ChartTone.Error, [.. Series.Buckets.Select(static totals => (double?)totals.Errors)], [.. Series.Buckets.Select((_, i) => FailedIn(Address, Series, i))]),
    ];

    public IReadOnlyList<ChartSeries> Durations { get; } =
    [
        new("p95", ChartTone.Second, [.. Series.Buckets.Select(static totals => (double?)totals.Duration95)]),
    ];

    /// <summary>Gets the list to which a chosen range is added.</summary>
    public string Brush => Address.With(Address.Scope with { Range = TimeRange.All }).Page;

    public string Summary => $"{CountText.Of(Series.Whole.Count, "trace", "traces")}, {CountText.Exact(Series.Whole.Errors)} failed";

    public string DurationSummary => Series.Whole.Duration95 is { } nano ? $"95 of 100 took no longer than {TimeText.Duration(nano)}" : "Nothing has ended";

    /// <summary>Reads the sums; null where that takes too long.</summary>
    internal static async Task<TraceChartModel?> ReadAsync(PageRequest request, TraceListAddress address)
    {
        var (from, to) = address.Scope.Range.Bounds(request.Context.Now);
        using var patience = new CancellationTokenSource(Patience, request.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, request.Aborted);
        try
        {
            var query = new AggregateQuery(address.Scope.ExperimentIds, address.Scope.Filter, from, to);
            return new TraceChartModel(address, await request.Store.Aggregates.ReadSeriesAsync(query, MaxBuckets, either.Token));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ChartBucket Bucket(TraceListAddress address, TimeSeries series, int index)
    {
        var start = series.FromUnixNano + (series.BucketNano * index);
        return new ChartBucket(start, start + series.BucketNano, In(address, series, index).Page);
    }

    private static string FailedIn(TraceListAddress address, TimeSeries series, int index)
    {
        var there = In(address, series, index);
        return there.With(there.Scope.And(Failed)).Page;
    }

    private static TraceListAddress In(TraceListAddress address, TimeSeries series, int index)
    {
        var start = series.FromUnixNano + (series.BucketNano * index);
        return address.With(address.Scope with { Range = new TimeRange("", At(start), At(start + series.BucketNano)) });
    }

    private static DateTimeOffset At(long unixNano) => DateTimeOffset.UnixEpoch.AddTicks(unixNano / 100);
}
