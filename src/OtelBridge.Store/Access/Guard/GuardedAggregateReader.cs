using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Sums over experiments that the caller sees.</summary>
internal sealed class GuardedAggregateReader(IAggregateReader aggregates, ExperimentGuard guard) : IAggregateReader
{
    public async Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        await aggregates.ReadSeriesAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), maxBuckets, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken) =>
        await aggregates.ReadGroupsAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), dimension, order, limit, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        await aggregates.ReadAssessmentsAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), maxBuckets, cancellationToken).ConfigureAwait(false);

    // A session is of one experiment, so that what is summed up whole is the caller's.
    public async Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken) =>
        await aggregates.ListSessionsAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), maxResults, pageToken, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        aggregates.ReadExperimentsAsync([.. experimentIds.Where(guard.Caller.Sees)], cancellationToken);

    public async Task<IReadOnlyList<string>> ListValuesAsync(
        string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken) => await aggregates.ListValuesAsync(
        identifier, prefix, await guard.NarrowAsync(experimentIds, cancellationToken).ConfigureAwait(false), limit, cancellationToken).ConfigureAwait(false);

    public Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken)
    {
        guard.RequireAll("The size of the store");
        return aggregates.ReadSizeAsync(cancellationToken);
    }

    private async ValueTask<AggregateQuery> NarrowAsync(AggregateQuery query, CancellationToken cancellationToken) =>
        query with { ExperimentIds = await guard.NarrowAsync(query.ExperimentIds, cancellationToken).ConfigureAwait(false) };
}
