using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>The first and the last start of a range.</summary>
internal readonly record struct StartRange(long First, long Last)
{
    /// <summary>Gives the first and the last nanosecond that a query asks for; null where it holds none.</summary>
    /// <param name="query">The query.</param>
    /// <param name="first">The start of the first trace, for an open end; null where there is no trace.</param>
    /// <param name="last">The start of the last trace.</param>
    public static StartRange? Of(AggregateQuery query, long? first, long? last)
    {
        var from = query.FromUnixNano ?? first;
        var end = query.ToUnixNano is { } to ? (to > long.MinValue ? to - 1 : to) : last;
        return from <= end ? new StartRange(from.Value, end!.Value) : null;
    }

    /// <summary>Gives the place of the bucket of a row, as <see cref="BucketWidth.Index"/> does; beyond all buckets for one that starts before the first.</summary>
    public static string Bucket(long first, long width, ClickHouseValues values) =>
        $"toUInt32(least(intDiv(toUInt64(start_ns - {values.Add(first)}), {values.Add((ulong)width)}), {int.MaxValue}))";

    /// <summary>Gives the range that holds both.</summary>
    public StartRange With(StartRange other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}
