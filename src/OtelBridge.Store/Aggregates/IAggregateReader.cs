using OtelBridge.Store.Model;

namespace OtelBridge.Store.Aggregates;

/// <summary>Sums over traces and spans, for pages that people wait for: from rollups and indexes, never by reading every span.</summary>
/// <remarks>Fresh and consistent as <see cref="Storage.ITraceReader"/>. Filters that cannot be read are told by <see cref="Search.InvalidFilterException"/>.</remarks>
public interface IAggregateReader
{
    /// <summary>Sums up the traces over time.</summary>
    /// <param name="query">Which traces. Open ends are those of the traces themselves.</param>
    /// <param name="maxBuckets">The most buckets, 1 to 500; there may be fewer, so that their width is one that people know.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<TimeSeries> ReadSeriesAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken);

    /// <summary>Sums up traces, or spans of the traces, by a value that they have in common.</summary>
    /// <param name="query">Which traces.</param>
    /// <param name="dimension">The value.</param>
    /// <param name="order">Which come first.</param>
    /// <param name="limit">The most groups, 1 to 500.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<AggregateGroup>> ReadGroupsAsync(
        AggregateQuery query, AggregateDimension dimension, AggregateOrder order, int limit, CancellationToken cancellationToken);

    /// <summary>Sums up what assessments said over time, by name.</summary>
    Task<IReadOnlyList<AssessmentTrend>> ReadAssessmentsAsync(AggregateQuery query, int maxBuckets, CancellationToken cancellationToken);

    /// <summary>Lists sessions, the one with the latest trace first. Pages by keyset.</summary>
    /// <param name="query">Which traces; a session is listed when one of its traces is among them, and summed up whole.</param>
    /// <param name="maxResults">Size of the page, 1 to 200.</param>
    /// <param name="pageToken">Token of the previous page; empty for the first.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="Storage.InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<SessionSummary>> ListSessionsAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken);

    /// <summary>Sums up experiments, each whole.</summary>
    Task<IReadOnlyList<ExperimentActivity>> ReadExperimentsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken);

    /// <summary>Lists values that traces have, for completion.</summary>
    /// <param name="identifier">As in a filter: <c>name</c>, <c>model</c>, <c>span.name</c>, <c>tags.team</c>, <c>feedback.correctness</c> …; ending with a dot, as in <c>tags.</c>, its keys.</param>
    /// <param name="prefix">How they begin, whatever the case; empty for any.</param>
    /// <param name="experimentIds">Experiments to look in; none for all. Where some are named, nothing is told of others, and it is looked in their newest traces.</param>
    /// <param name="limit">The most values, 1 to 100.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The values in ordinal order; none for an identifier whose values are not listed.</returns>
    Task<IReadOnlyList<string>> ListValuesAsync(string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken);

    /// <summary>Tells how much the store holds.</summary>
    Task<StoreSize> ReadSizeAsync(CancellationToken cancellationToken);
}
