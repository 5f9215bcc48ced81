using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Sums over traces and spans, by columns: the engine reads those of a statement alone.</summary>
internal sealed class ClickHouseAggregateReader : IAggregateReader
{
    public Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListValuesAsync(string identifier, string prefix, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
