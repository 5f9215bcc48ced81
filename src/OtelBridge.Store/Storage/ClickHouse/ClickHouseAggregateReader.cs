using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.ClickHouse.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Sums over traces and spans, by columns: the engine reads those of a statement alone.</summary>
/// <param name="database">The database.</param>
/// <param name="search">Finds the traces of a filter.</param>
/// <param name="tables">The names of its tables.</param>
/// <param name="catalog">Lists what the catalogue knows.</param>
/// <param name="waiting">Tells how many writes wait.</param>
internal sealed class ClickHouseAggregateReader(
    ClickHouseReads database, ClickHouseSearch search, ClickHouseTables tables, IAggregateReader catalog, Func<long> waiting) : IAggregateReader
{
    private const int MostBuckets = 500;
    private const int MostGroups = 500;
    private const int MostSessions = 200;
    private const int MostValues = 100;

    public async Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        var scope = await TraceScope.FindAsync(database, search, query, cancellationToken).ConfigureAwait(false);
        return await new SeriesReading(database).ReadAsync(query, scope, Math.Clamp(maxBuckets, 1, MostBuckets), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken)
    {
        var scope = await TraceScope.FindAsync(database, search, query, cancellationToken).ConfigureAwait(false);
        var groups = await new GroupReading(database).ReadAsync(scope, dimension, cancellationToken).ConfigureAwait(false);
        return groups.Largest(order, Math.Clamp(limit, 1, MostGroups));
    }

    public async Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        var scope = await TraceScope.FindAsync(database, search, query, cancellationToken).ConfigureAwait(false);
        return await new AssessmentReading(database).ReadAsync(query, scope, Math.Clamp(maxBuckets, 1, MostBuckets), cancellationToken).ConfigureAwait(false);
    }

    public Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken) =>
        new SessionReading(database, search).ReadAsync(query, Math.Clamp(maxResults, 1, MostSessions), pageToken, cancellationToken);

    public Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        new ExperimentReading(database, search).ReadAsync(experimentIds, cancellationToken);

    public Task<IReadOnlyList<string>> ListValuesAsync(string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken) =>
        new ValueReading(database, search, catalog).ReadAsync(identifier, prefix, experimentIds, Math.Clamp(limit, 1, MostValues), cancellationToken);

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken) => new SizeReading(database, tables).ReadAsync(waiting(), cancellationToken);
}
