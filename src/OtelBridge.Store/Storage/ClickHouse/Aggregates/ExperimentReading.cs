using System.Globalization;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Sums of experiments, each whole.</summary>
internal sealed class ExperimentReading(ClickHouseReads database, ClickHouseSearch search)
{
    public async Task<IReadOnlyList<ExperimentActivity>> ReadAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (Sums Sums, long Last)>(StringComparer.Ordinal); // bounded by the ids
        if (experimentIds.Count > 0
            && await TraceScope.FindAsync(database, search, new AggregateQuery(experimentIds, string.Empty, null, null), cancellationToken).ConfigureAwait(false) is { } scope)
        {
            await database.QueryAsync(
                SumColumns.OfTraces.Select("experiment_id", "experiment_id", $"traces WHERE {scope.Traces}"),
                scope.Values,
                row =>
                {
                    var id = row.Int64().ToString(CultureInfo.InvariantCulture);
                    var (sums, last) = found.TryGetValue(id, out var known) ? known : (new Sums(), long.MinValue);
                    found[id] = (sums, Math.Max(last, SumColumns.Read(row, sums).Last));
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return
        [
            .. experimentIds.Select(id => found.TryGetValue(id, out var activity)
                ? new ExperimentActivity(id, activity.Last, activity.Sums.ToTotals())
                : new ExperimentActivity(id, null, Totals.None)),
        ];
    }
}
