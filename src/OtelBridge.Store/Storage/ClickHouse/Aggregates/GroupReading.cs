using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

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

        await database.QueryAsync(
            Sql(scope, dimension),
            scope.Values,
            row =>
            {
                var sums = groups[row.String()];
                row.Array(item => SumColumns.Read(item, sums));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return groups;
    }

    private static string Sql(TraceScope scope, AggregateDimension dimension) => dimension switch
    {
        AggregateDimension.TraceName => Largest(SumColumns.OfTraces.Select("ifNull(name, '') AS value", "value", $"traces WHERE {scope.Traces}")),
        AggregateDimension.Model => OfSpans(scope, "model", "model IS NOT NULL"),
        AggregateDimension.SpanName => OfSpans(scope, "name", "1"),
        AggregateDimension.SpanType => OfSpans(scope, "type", "1"),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private static string OfSpans(TraceScope scope, string column, string condition) => Largest(SumColumns.OfSpans.Select(
        $"ifNull({column}, '') AS value", "value", $"{scope.Spans($"{column}, {SumColumns.SpanColumns}")} AND {condition}"));

    // Names that are different every time fill no memory here: the engine gives the values that are most frequent.
    private static string Largest(string sums) => $"""
        SELECT value, groupArray(({SumColumns.Names})) FROM ({sums}) GROUP BY value ORDER BY sum(items) DESC, value LIMIT {GroupSums.Kept}
        """;
}
