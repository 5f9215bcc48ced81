using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.ClickHouse.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Sums of traces, or of their spans, by a value.</summary>
internal sealed class GroupReading(ClickHouseReads database)
{
    public async Task<GroupSums> ReadAsync(TraceScope? scope, AggregateDimension dimension, CancellationToken cancellationToken)
    {
        var groups = new GroupSums();
        if (scope is null)
        {
            return groups;
        }

        await scope.SelectAsync(
            traces => database.QueryAsync(
                Sql(scope, traces, dimension),
                traces.Values,
                row =>
                {
                    var sums = groups[row.String()];
                    return row.Array(item => SumColumns.Read(item, sums)).Count;
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return groups;
    }

    private static string Sql(TraceScope scope, ClickHouseSelection traces, AggregateDimension dimension) => dimension switch
    {
        AggregateDimension.TraceName => Largest(SumColumns.OfTraces.Select("ifNull(name, '') AS value", "value", $"traces t WHERE {traces.Where}")),
        AggregateDimension.Model => OfSpans(scope, traces, "model", "model IS NOT NULL"),
        AggregateDimension.SpanName => OfSpans(scope, traces, "name", "1"),
        AggregateDimension.SpanType => OfSpans(scope, traces, "type", "1"),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private static string OfSpans(TraceScope scope, ClickHouseSelection traces, string column, string condition) => Largest(SumColumns.OfSpans.Select(
        $"ifNull({column}, '') AS value", "value", $"{scope.Spans(traces, $"{column}, {SumColumns.SpanColumns}")} AND {condition}"));

    // Names that are different every time fill no memory here: the engine gives the values that are most frequent.
    private static string Largest(string sums) => $"""
        SELECT value, groupArray(({SumColumns.Names})) FROM ({sums}) GROUP BY value ORDER BY sum(items) DESC, value LIMIT {GroupSums.Kept}
        """;
}
