using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums over traces and spans in a SQL database.</summary>
/// <param name="database">The database.</param>
/// <param name="waiting">Tells how many writes wait.</param>
/// <param name="limits">How searches go about their work.</param>
internal sealed class SqlAggregateReader(ISqlDatabase database, Func<long> waiting, SearchLimits? limits = null) : IAggregateReader
{
    private const int MostBuckets = 500;
    private const int MostGroups = 500;
    private const int MostSessions = 200;
    private const int MostValues = 100;

    private readonly TermDictionary _terms = new();
    private readonly SearchLimits _limits = limits ?? SearchLimits.Default;

    public Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        maxBuckets = Math.Clamp(maxBuckets, 1, MostBuckets);
        return database.ReadAsync(
            session => filter is null
                ? TraceSeries.Read(session, query, Rollups(session, query.ExperimentIds), maxBuckets)
                : TraceSeries.Read(session, query, Select(session, query, filter, cancellationToken), maxBuckets),
            cancellationToken);
    }

    public Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        return database.ReadAsync(
            session => ReadGroups(session, query, filter, Split(dimension), cancellationToken).Largest(order, Math.Clamp(limit, 1, MostGroups)),
            cancellationToken);
    }

    public Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        return database.ReadAsync(
            session => AssessmentTrends.Read(session, query, Select(session, query, filter, cancellationToken), Math.Clamp(maxBuckets, 1, MostBuckets)), cancellationToken);
    }

    public Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        var after = PageToken.Parse(pageToken, PageToken.Sessions);
        return database.ReadAsync(
            session => new SessionListing(session, _terms, _limits, cancellationToken).Read(query, filter, Math.Clamp(maxResults, 1, MostSessions), after), cancellationToken);
    }

    public Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ExperimentActivity>>(
            session => [.. experimentIds.Select(id => ReadExperiment(session, id))], cancellationToken);

    public Task<IReadOnlyList<string>> ListValuesAsync(
        string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => experimentIds.Count > 0
            ? new ExperimentValues(session, experimentIds).Read(identifier, prefix, Math.Clamp(limit, 1, MostValues))
            : ValueListing.Read(session, identifier, prefix, Math.Clamp(limit, 1, MostValues)),
        cancellationToken);

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => SizeReading.Read(session, waiting()), cancellationToken);

    private static RollupReader Rollups(SqlSession session, IReadOnlyList<string> experimentIds) => new(session, RollupReader.Experiments(session, experimentIds));

    private static RollupDimension Split(AggregateDimension dimension) => dimension switch
    {
        AggregateDimension.TraceName => RollupDimension.TraceName,
        AggregateDimension.Model => RollupDimension.Model,
        AggregateDimension.SpanName => RollupDimension.SpanName,
        AggregateDimension.SpanType => RollupDimension.SpanType,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private static ExperimentActivity ReadExperiment(SqlSession session, string id)
    {
        var groups = Rollups(session, [id]).ReadGroups(RollupDimension.Traces, long.MinValue, long.MaxValue);
        return new ExperimentActivity(id, StartExtent.Of(session, [id])?.Last, groups[string.Empty].ToTotals());
    }

    private GroupSums ReadGroups(SqlSession session, AggregateQuery query, FilterNode? filter, RollupDimension dimension, CancellationToken cancellationToken)
    {
        if (filter is null)
        {
            return Rollups(session, query.ExperimentIds).ReadGroups(dimension, query.FromUnixNano ?? long.MinValue, query.ToUnixNano ?? long.MaxValue);
        }

        var groups = new GroupSums();
        DimensionSums.Add(session, Select(session, query, filter, cancellationToken), dimension, groups);
        return groups;
    }

    private TraceSelection Select(SqlSession session, AggregateQuery query, FilterNode? filter, CancellationToken cancellationToken) =>
        new(session, _terms, query.ExperimentIds, filter, TraceSelection.Starts(query), _limits, cancellationToken);
}
