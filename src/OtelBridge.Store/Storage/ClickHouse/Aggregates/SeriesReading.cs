using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Sums of traces over time.</summary>
internal sealed class SeriesReading(ClickHouseReads database)
{
    private const int MostAttempts = 4;

    private static readonly TimeSeries Nothing = new(0, 0, [], Totals.None);

    public async Task<TimeSeries> ReadAsync(AggregateQuery query, TraceScope? scope, int maxBuckets, CancellationToken cancellationToken)
    {
        if (StartRange.Of(query, scope?.First, scope?.Last) is not { } range)
        {
            return Nothing;
        }

        for (var attempt = 1; ; attempt++)
        {
            var series = new Buckets(range, maxBuckets);
            var found = scope is null ? null : await AddAsync(series, scope, cancellationToken).ConfigureAwait(false);
            if (query is { FromUnixNano: not null, ToUnixNano: not null } || attempt == MostAttempts)
            {
                return series.ToTimeSeries();
            }

            // Rows that do not count may have widened the range: of traces that were stored with another start. Others may have come meanwhile.
            var exact = scope is { IsFiltered: true } ? range.With(found ?? range) : StartRange.Of(query, found?.First, found?.Last);
            if (exact is not { } next)
            {
                return Nothing;
            }

            if (series.IsOf(next, maxBuckets))
            {
                return series.ToTimeSeries();
            }

            range = next;
        }
    }

    private async Task<StartRange?> AddAsync(Buckets series, TraceScope scope, CancellationToken cancellationToken)
    {
        StartRange? whole = null;
        await scope.SelectAsync(
            async traces =>
            {
                var values = traces.Values.Copy();
                var sql = SumColumns.OfTraces.Select($"{StartRange.Bucket(series.First, series.Width, values)} AS bucket", "bucket", $"traces t WHERE {traces.Where}");
                foreach (var (first, last) in await database.QueryAsync(
                    sql, values, row => SumColumns.Read(row, series[row.UInt32()]), cancellationToken).ConfigureAwait(false))
                {
                    whole = (whole ?? new StartRange(first, last)).With(new StartRange(first, last));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return whole;
    }

    private sealed class Buckets
    {
        private readonly Sums[] _buckets; // bounded by what is asked for

        public Buckets(StartRange range, int maxBuckets)
        {
            (First, Width, var count) = BucketWidth.Of(range.First, range.Last, maxBuckets);
            _buckets = [.. Enumerable.Range(0, count).Select(static _ => new Sums())];
        }

        public long First { get; }

        public long Width { get; }

        /// <summary>Gets the sums of a bucket; what came too late for the range is summed up for nobody.</summary>
        public Sums this[uint bucket] => bucket < _buckets.Length ? _buckets[bucket] : new Sums();

        public bool IsOf(StartRange range, int maxBuckets) => BucketWidth.Of(range.First, range.Last, maxBuckets) == (First, Width, _buckets.Length);

        public TimeSeries ToTimeSeries()
        {
            var whole = new Sums();
            foreach (var bucket in _buckets)
            {
                whole.Add(bucket);
            }

            return new TimeSeries(First, Width, [.. _buckets.Select(static bucket => bucket.ToTotals())], whole.ToTotals());
        }
    }
}
