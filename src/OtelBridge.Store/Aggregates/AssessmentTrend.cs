namespace OtelBridge.Store.Aggregates;

/// <summary>What assessments of one name said over time.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsExpectation">Whether they are expectations.</param>
/// <param name="FromUnixNano">Start of the first bucket.</param>
/// <param name="BucketNano">Width of a bucket; zero when there are no buckets.</param>
/// <param name="Buckets">What was said of the traces that started in each bucket, oldest first.</param>
public sealed record AssessmentTrend(string Name, bool IsExpectation, long FromUnixNano, long BucketNano, IReadOnlyList<AssessmentTotals> Buckets);
