using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Quotas;

/// <summary>Sums up traces within the quota of who asks.</summary>
internal sealed class QuotaAggregateReader(IAggregateReader aggregates, Quotas quotas) : IAggregateReader
{
    public Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ReadSeriesAsync(query, maxBuckets, token), cancellationToken);

    public Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ReadGroupsAsync(query, dimension, order, quotas.Rows(limit), token), cancellationToken);

    public Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ReadAssessmentsAsync(query, maxBuckets, token), cancellationToken);

    public Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ListSessionsAsync(query, quotas.Rows(maxResults), pageToken, token), cancellationToken);

    public Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ReadExperimentsAsync(experimentIds, token), cancellationToken);

    public Task<IReadOnlyList<string>> ListValuesAsync(string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => aggregates.ListValuesAsync(identifier, prefix, experimentIds, limit, token), cancellationToken);

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken) => aggregates.ReadSizeAsync(cancellationToken);
}
