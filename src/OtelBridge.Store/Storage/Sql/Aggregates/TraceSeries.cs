using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums of traces over time, being added up.</summary>
internal sealed class TraceSeries
{
    private static readonly TimeSeries Nothing = new(0, 0, [], Totals.None);

    private readonly long _first;
    private readonly long _width;
    private readonly Sums[] _buckets;

    private TraceSeries(StartExtent range, int maxBuckets)
    {
        (_first, _width, var count) = BucketWidth.Of(range.First, range.Last, maxBuckets);
        _buckets = new Sums[count];
        for (var i = 0; i < count; i++)
        {
            _buckets[i] = new Sums();
        }
    }

    /// <summary>Sums up the traces of a filter.</summary>
    public static TimeSeries Read(SqlSession session, AggregateQuery query, TraceRows traces, int maxBuckets) =>
        StartExtent.Of(session, query) is { } range ? new TraceSeries(range, maxBuckets).Add(traces).ToTimeSeries() : Nothing;

    /// <summary>Sums up all traces.</summary>
    public static TimeSeries Read(SqlSession session, AggregateQuery query, RollupReader rollups, int maxBuckets)
    {
        if (StartExtent.Of(session, query) is not { } range)
        {
            return Nothing;
        }

        var series = new TraceSeries(range, maxBuckets);
        var (from, before) = (query.FromUnixNano ?? series._first, query.ToUnixNano ?? series.End); // beyond an open end there are no traces
        rollups.Read(RollupDimension.Traces, from, before, RollupLevel.WidestIn(series._width), series.Add, traces => series.Add(traces));
        return series.ToTimeSeries();
    }

    private TraceSeries Add(TraceRows traces)
    {
        traces.ReadTraces(Sums.TraceColumns, row => At(row.GetInt64(0)).AddTrace(row));
        return this;
    }

    private void Add(long start, byte[] kept)
    {
        var groups = new GroupSums();
        RollupCodec.AddTo(groups, kept);
        At(start).Add(groups[string.Empty]);
    }

    private long End => (long)Int128.Min((Int128)_first + ((Int128)_buckets.Length * _width), long.MaxValue);

    private Sums At(long start) => _buckets[BucketWidth.Index(start, _first, _width)];

    private TimeSeries ToTimeSeries()
    {
        var whole = new Sums();
        foreach (var bucket in _buckets)
        {
            whole.Add(bucket);
        }

        return new TimeSeries(_first, _width, [.. _buckets.Select(static bucket => bucket.ToTotals())], whole.ToTotals());
    }
}
