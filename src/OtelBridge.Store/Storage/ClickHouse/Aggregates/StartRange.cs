using OtelBridge.Store.Aggregates;

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
}
