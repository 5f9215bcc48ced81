using OtelBridge.Store.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums of traces over time.</summary>
internal static class TraceSeries
{
    private static readonly TimeSeries Nothing = new(0, 0, [], Totals.None);

    public static TimeSeries Read(SqlSession session, AggregateQuery query, TraceSelection traces, int maxBuckets)
    {
        if (StartExtent.Of(session, query) is not var (from, last))
        {
            return Nothing;
        }

        var (first, width, count) = BucketWidth.Of(from, last, maxBuckets);
        var buckets = new Sums[count];
        for (var i = 0; i < count; i++)
        {
            buckets[i] = new Sums();
        }

        traces.ReadTraces(Sums.TraceColumns, row => buckets[(int)((row.GetInt64(0) - first) / width)].AddTrace(row));
        var whole = new Sums();
        foreach (var bucket in buckets)
        {
            whole.Add(bucket);
        }

        return new TimeSeries(first, width, [.. buckets.Select(static bucket => bucket.ToTotals())], whole.ToTotals());
    }
}
