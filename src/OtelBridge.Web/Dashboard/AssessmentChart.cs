using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Charts;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Dashboard;

/// <summary>What assessments of one name say over time.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">Feedback or expectation.</param>
/// <param name="Link">The traces that have one.</param>
/// <param name="Value">What they say in all.</param>
/// <param name="Chart">How that went.</param>
public sealed record AssessmentChart(string Name, string Kind, string Link, string Value, ChartModel Chart)
{
    private const int MostNames = 24; // charts below each other that anybody looks at

    internal static IReadOnlyList<AssessmentChart> Of(IReadOnlyList<AssessmentTrend> trends, TraceMarks marks) => [.. trends.Take(MostNames).Select((trend, i) => Of(trend, i, marks))];

    private static AssessmentChart Of(AssessmentTrend trend, int place, TraceMarks marks)
    {
        var entity = trend.IsExpectation ? "expectation" : "feedback";
        var condition = $"{entity}.{FilterWords.Key(trend.Name)} LIKE '%'";
        var (count, passed, failed) = (trend.Buckets.Sum(static bucket => bucket.Count), trend.Buckets.Sum(static bucket => bucket.Passed), trend.Buckets.Sum(static bucket => bucket.Failed));
        var (form, unit, series, value) = passed + failed > 0
            ? (ChartForm.Lines, ChartUnit.Share, new ChartSeries("Passed", ChartTone.Main, [.. trend.Buckets.Select(PassRate)]), $"{CountText.Share(passed, passed + failed)} passed")
            : trend.Buckets.Any(static bucket => bucket.Mean is not null)
                ? (ChartForm.Lines, ChartUnit.Number, new ChartSeries("Mean", ChartTone.Main, [.. trend.Buckets.Select(static bucket => bucket.Mean)]), "")
                : (ChartForm.Bars, ChartUnit.Count, new ChartSeries("Given", ChartTone.Main, [.. trend.Buckets.Select(static bucket => (double?)bucket.Count)]), "");
        var said = string.Join(", ", new[] { value, CountText.Of(count, "assessment", "assessments") }.Where(static part => part.Length > 0));
        return new AssessmentChart(
            trend.Name,
            entity,
            marks.With(condition),
            said,
            new ChartModel($"dash-assessment-{place}", trend.Name, $"{said}.", form, unit, Buckets(trend, condition, marks), [series]));
    }

    private static List<ChartBucket> Buckets(AssessmentTrend trend, string condition, TraceMarks marks)
    {
        var buckets = new List<ChartBucket>(trend.Buckets.Count);
        for (var i = 0; i < trend.Buckets.Count; i++)
        {
            var (from, to) = BucketTimes.Of(trend.FromUnixNano, trend.BucketNano, i);
            buckets.Add(new ChartBucket(from, to, trend.Buckets[i].Count > 0 ? marks.In(from, to, condition) : ""));
        }

        return buckets;
    }

    private static double? PassRate(AssessmentTotals totals) => totals.Passed + totals.Failed > 0 ? (double)totals.Passed / (totals.Passed + totals.Failed) : null;
}
