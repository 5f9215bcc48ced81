namespace OtelBridge.Store.Aggregates;

/// <summary>Sums over time: buckets of one width that lie beside each other, empty ones too.</summary>
/// <param name="FromUnixNano">Start of the first bucket.</param>
/// <param name="BucketNano">Width of a bucket, a round one for people; zero when there are no buckets.</param>
/// <param name="Buckets">The sums, oldest first.</param>
/// <param name="Whole">The sums of the whole range.</param>
public sealed record TimeSeries(long FromUnixNano, long BucketNano, IReadOnlyList<Totals> Buckets, Totals Whole);
