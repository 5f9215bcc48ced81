using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>The starts of the first and the last trace.</summary>
internal readonly record struct StartExtent(long First, long Last)
{
    /// <summary>Gives those of experiments; none named means all. Null where there is no trace.</summary>
    public static StartExtent? Of(SqlSession session, IReadOnlyList<string> experimentIds)
    {
        var scope = SearchScope.Of(session, experimentIds);
        if (scope.Experiments is not { } experiments)
        {
            return Of(session, "SELECT min(start_ns) FROM traces", "SELECT max(start_ns) FROM traces", 0);
        }

        // One step into the index each.
        StartExtent? whole = null;
        foreach (var experiment in experiments)
        {
            if (Of(session, "SELECT min(start_ns) FROM traces WHERE experiment_id = @id", "SELECT max(start_ns) FROM traces WHERE experiment_id = @id", experiment) is { } found)
            {
                whole = whole is { } other ? new StartExtent(Math.Min(found.First, other.First), Math.Max(found.Last, other.Last)) : found;
            }
        }

        return whole;
    }

    /// <summary>Gives the first and the last nanosecond that a query asks for; null where it holds none.</summary>
    public static StartExtent? Of(SqlSession session, AggregateQuery query)
    {
        var traces = query is { FromUnixNano: not null, ToUnixNano: not null } ? null : Of(session, query.ExperimentIds);
        var first = query.FromUnixNano ?? traces?.First;
        var last = query.ToUnixNano is { } to ? to > long.MinValue ? to - 1 : to : traces?.Last;
        return first is { } from && last is { } end && from <= end ? new StartExtent(from, end) : null;
    }

    private static StartExtent? Of(SqlSession session, string first, string last, long experiment) =>
        session.Number(first, ("@id", experiment)) is { } from && session.Number(last, ("@id", experiment)) is { } to ? new StartExtent(from, to) : null;
}
