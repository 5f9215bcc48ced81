using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>What assessments said over time, by name.</summary>
internal static class AssessmentTrends
{
    // Those that say most; a dashboard shows no more.
    private const int MostNames = 50;

    // Names that are different every time fill no memory.
    private const int MostCounted = 2_000;

    private const string Assessments = "JOIN assessments a ON a.trace_key = t.trace_key";

    public static IReadOnlyList<AssessmentTrend> Read(SqlSession session, AggregateQuery query, TraceRows traces, int maxBuckets)
    {
        if (StartExtent.Of(session, query) is not var (from, last))
        {
            return [];
        }

        var (first, width, count) = BucketWidth.Of(from, last, maxBuckets);
        var trends = new Dictionary<(string Name, bool IsExpectation), AssessmentSums?[]>(); // bounded by MostCounted
        traces.ReadJoined("a.name, a.is_expectation, a.value, t.start_ns", Assessments, "a.valid = 1", row =>
        {
            var key = (row.GetString(0), row.GetInt64(1) != 0);
            if (!trends.TryGetValue(key, out var buckets))
            {
                if (trends.Count == MostCounted)
                {
                    return;
                }

                trends[key] = buckets = new AssessmentSums?[count];
            }

            (buckets[BucketWidth.Index(row.GetInt64(3), first, width)] ??= new AssessmentSums()).Add(row.TextOrNull(2));
        });

        return
        [
            .. trends.OrderByDescending(static trend => trend.Value.Sum(static bucket => bucket?.Count ?? 0)).Take(MostNames)
                .OrderBy(static trend => trend.Key.Name, StringComparer.Ordinal).ThenBy(static trend => trend.Key.IsExpectation)
                .Select(trend => new AssessmentTrend(
                    trend.Key.Name, trend.Key.IsExpectation, first, width, [.. trend.Value.Select(static bucket => (bucket ?? new AssessmentSums()).ToTotals())])),
        ];
    }
}
