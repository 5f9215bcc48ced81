using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
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
        return database.ReadAsync(
            session => TraceSeries.Read(session, query, Select(session, query, filter, cancellationToken), Math.Clamp(maxBuckets, 1, MostBuckets)), cancellationToken);
    }

    public Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        return database.ReadAsync(
            session => DimensionSums.Read(session, Select(session, query, filter, cancellationToken), dimension).Largest(order, Math.Clamp(limit, 1, MostGroups)),
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
            session => [.. experimentIds.Select(id => ReadExperiment(session, id, cancellationToken))], cancellationToken);

    public Task<IReadOnlyList<string>> ListValuesAsync(string identifier, string prefix, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ValueListing.Read(session, identifier, prefix, Math.Clamp(limit, 1, MostValues)), cancellationToken);

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => SizeReading.Read(session, waiting()), cancellationToken);

    private ExperimentActivity ReadExperiment(SqlSession session, string id, CancellationToken cancellationToken)
    {
        var sums = new Sums();
        var query = new AggregateQuery([id], string.Empty, null, null);
        Select(session, query, null, cancellationToken).ReadTraces(Sums.TraceColumns, row => sums.AddTrace(row));
        return new ExperimentActivity(id, StartExtent.Of(session, query.ExperimentIds)?.Last, sums.ToTotals());
    }

    private TraceSelection Select(SqlSession session, AggregateQuery query, FilterNode? filter, CancellationToken cancellationToken) =>
        new(session, _terms, query.ExperimentIds, filter, TraceSelection.Starts(query), _limits, cancellationToken);
}
