using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>What assessments said over time, by name.</summary>
internal sealed class AssessmentReading(ClickHouseReads database)
{
    // Those that say most; a dashboard shows no more.
    private const int MostNames = 50;

    public async Task<IReadOnlyList<AssessmentTrend>> ReadAsync(AggregateQuery query, TraceScope? scope, int maxBuckets, CancellationToken cancellationToken)
    {
        if (scope is null || StartRange.Of(query, scope.First, scope.Last) is not { } range)
        {
            return [];
        }

        var (first, width, count) = BucketWidth.Of(range.First, range.Last, maxBuckets);
        var trends = new Dictionary<(string Name, bool IsExpectation), AssessmentSums?[]>(); // bounded by MostNames of a selection
        await scope.SelectAsync(
            traces =>
            {
                var values = traces.Values.Copy();
                return database.QueryAsync(Sql(traces.Where, StartRange.Bucket(first, width, values)), values, row => Add(row, trends, count), cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. trends.OrderByDescending(static trend => trend.Value.Sum(static bucket => bucket?.Count ?? 0)).Take(MostNames)
                .OrderBy(static trend => trend.Key.Name, StringComparer.Ordinal).ThenBy(static trend => trend.Key.IsExpectation)
                .Select(trend => new AssessmentTrend(
                    trend.Key.Name, trend.Key.IsExpectation, first, width, [.. trend.Value.Select(static bucket => (bucket ?? new AssessmentSums()).ToTotals())])),
        ];
    }

    private static int Add(RowBinaryReader row, Dictionary<(string, bool), AssessmentSums?[]> trends, int count)
    {
        var key = (row.String(), row.Bool());
        if (!trends.TryGetValue(key, out var buckets))
        {
            trends[key] = buckets = new AssessmentSums?[count];
        }

        return row.Array(item =>
        {
            // What came too late for the range is summed up for nobody.
            var bucket = item.UInt32();
            var sums = bucket < count ? buckets[bucket] ??= new AssessmentSums() : new AssessmentSums();
            sums.Add(item.Int64(), item.Int64(), item.Int64(), item.Int64(), item.Float64());
            return sums;
        }).Count;
    }

    // What a value says is read as AssessmentSums does.
    private static string Sql(string condition, string bucket) => $"""
        SELECT said_name, said_expectation, groupArray((bucket, items, passed, failed, numbers, total)) FROM
        (
            WITH upperUTF8(trim(BOTH '"' FROM trim(said_value))) AS said, said IN ('TRUE', 'YES', 'PASS') AS is_passed, said IN ('FALSE', 'NO', 'FAIL') AS is_failed,
                toFloat64OrNull(said) AS number, ifNull(NOT is_passed AND NOT is_failed AND isFinite(number), 0) AS is_number
            SELECT said_name, said_expectation, {bucket} AS bucket, toInt64(count()) AS items, toInt64(countIf(is_passed)) AS passed, toInt64(countIf(is_failed)) AS failed,
                toInt64(countIf(is_number)) AS numbers, sumIf(ifNull(number, 0), is_number) AS total
            FROM
            (
                SELECT start_ns, assessment_names, assessment_is_expectation, assessment_is_valid, assessment_values
                FROM traces t WHERE {condition} AND notEmpty(assessment_names)
            )
            ARRAY JOIN assessment_names AS said_name, assessment_is_expectation AS said_expectation, assessment_is_valid AS said_valid, assessment_values AS said_value
            WHERE said_valid
            GROUP BY said_name, said_expectation, bucket
        )
        GROUP BY said_name, said_expectation ORDER BY sum(items) DESC, said_name LIMIT {MostNames}
        """;
}
