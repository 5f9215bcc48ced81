using OtelBridge.Store.Aggregates;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Charts;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Dashboard;

/// <summary>The sums of all traces of the page, and how they went.</summary>
/// <param name="IsEmpty">Whether there are no traces at all.</param>
/// <param name="Tiles">The sums.</param>
/// <param name="Charts">How they went.</param>
/// <param name="Period">What the sums are compared with; empty for nothing.</param>
public sealed record OverviewModel(bool IsEmpty, IReadOnlyList<Tile> Tiles, IReadOnlyList<ChartModel> Charts, string Period)
{
    internal static OverviewModel Of(TimeSeries series, Totals? before, TraceMarks marks, DashboardAddress address)
    {
        var brush = (address with { Scope = address.Scope with { Range = TimeRange.All } }).Page;
        return new OverviewModel(
            series.Whole.Count == 0, TilesOf(series.Whole, before, marks), ChartsOf(series, marks, brush), before is null ? "" : "against the equal period before");
    }

    private static List<Tile> TilesOf(Totals now, Totals? before, TraceMarks marks)
    {
        var running = now.InProgress > 0 ? $"{CountText.Exact(now.InProgress)} in progress" : "";
        var unpriced = now.UnpricedSpans > 0 ? $"without {CountText.Of(now.UnpricedSpans, "span", "spans")} of unknown price" : "";
        return
        [
            new("Traces", CountText.Exact(now.Count), marks.All(), running, Change.Of(now.Count, before?.Count, moreIsWorse: false)),
            new("Failed", CountText.Share(now.Errors, now.Count), now.Errors > 0 ? marks.With(TraceMarks.Failed) : "",
                now.Count > 0 ? CountText.Of(now.Errors, "trace", "traces") : "", Change.OfShare(Share(now), before is null ? null : Share(before))),
            Latency("Latency p50", now.Duration50, before?.Duration50, marks),
            Latency("Latency p95", now.Duration95, before?.Duration95, marks),
            Latency("Latency p99", now.Duration99, before?.Duration99, marks),
            new("Tokens", now.TotalTokens > 0 ? CountText.Short(now.TotalTokens) : CountText.Absent, now.TotalTokens > 0 ? marks.All(TraceMarks.MostTokensFirst) : "",
                now.TotalTokens > 0 ? $"{CountText.Short(now.InputTokens)} in, {CountText.Short(now.OutputTokens)} out" : "", Change.Of(now.TotalTokens, before?.TotalTokens, moreIsWorse: false)),
            new("Cost", now.Cost is { } cost ? CostText.Of(cost) + (now.UnpricedSpans > 0 ? "+" : "") : CountText.Absent,
                now.Cost is not null ? marks.All(TraceMarks.CostliestFirst) : "", unpriced, Change.Of(now.Cost, before?.Cost, moreIsWorse: true)),
        ];
    }

    private static Tile Latency(string title, long? now, long? before, TraceMarks marks) => new(
        title, ChartText.Value(now, ChartUnit.Duration), now is null ? "" : marks.All(TraceMarks.SlowestFirst), "", Change.Of(now, before, moreIsWorse: true));

    private static List<ChartModel> ChartsOf(TimeSeries series, TraceMarks marks, string brush)
    {
        var (whole, each) = (series.Whole, series.Buckets);
        var failed = Buckets(series, marks, TraceMarks.Failed, "", static totals => totals.Errors > 0);
        return
        [
            new("dash-volume", "Traces", $"{CountText.Of(whole.Count, "trace", "traces")}, {CountText.Exact(whole.Errors)} failed.", ChartForm.Bars, ChartUnit.Count,
                Buckets(series, marks, "", "", static totals => totals.Count > 0),
                [
                    new("Not failed", ChartTone.Main, [.. each.Select(static totals => (double?)(totals.Count - totals.Errors))]),
                    new("Failed", ChartTone.Error, [.. each.Select(static totals => (double?)totals.Errors)], [.. failed.Select(static bucket => bucket.Link)]),
                ],
                brush),
            new("dash-errors", "Error rate", $"{CountText.Share(whole.Errors, whole.Count)} failed.", ChartForm.Lines, ChartUnit.Share,
                failed, [new("Failed", ChartTone.Error, [.. each.Select(Share)])], brush),
            new("dash-latency", "Latency", $"Half took no longer than {ChartText.Value(whole.Duration50, ChartUnit.Duration)}.", ChartForm.Lines, ChartUnit.Duration,
                Buckets(series, marks, "", TraceMarks.SlowestFirst, static totals => totals.Duration50 is not null),
                [
                    new("p50", ChartTone.Main, [.. each.Select(static totals => (double?)totals.Duration50)]),
                    new("p95", ChartTone.Second, [.. each.Select(static totals => (double?)totals.Duration95)]),
                    new("p99", ChartTone.Third, [.. each.Select(static totals => (double?)totals.Duration99)]),
                ],
                brush),
            new("dash-tokens", "Tokens", $"{CountText.Of(whole.TotalTokens, "token", "tokens")}.", ChartForm.Bars, ChartUnit.Count,
                Buckets(series, marks, "", TraceMarks.MostTokensFirst, static totals => totals.TotalTokens > 0),
                [
                    new("Input", ChartTone.Main, [.. each.Select(static totals => (double?)totals.InputTokens)]),
                    new("Output", ChartTone.Second, [.. each.Select(static totals => (double?)totals.OutputTokens)]),
                ],
                brush),
            new("dash-cost", "Cost", $"{ChartText.Value(whole.Cost, ChartUnit.Cost)} in all.", ChartForm.Bars, ChartUnit.Cost,
                Buckets(series, marks, "", TraceMarks.CostliestFirst, static totals => totals.Cost is not null, hasNotes: true),
                [new("Cost", ChartTone.Main, [.. each.Select(static totals => (double?)totals.Cost)])], brush),
        ];
    }

    private static List<ChartBucket> Buckets(TimeSeries series, TraceMarks marks, string condition, string order, Func<Totals, bool> leads, bool hasNotes = false)
    {
        var buckets = new List<ChartBucket>(series.Buckets.Count);
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var (from, to) = BucketTimes.Of(series.FromUnixNano, series.BucketNano, i);
            var unpriced = hasNotes ? series.Buckets[i].UnpricedSpans : 0;
            buckets.Add(new ChartBucket(
                from,
                to,
                leads(series.Buckets[i]) ? marks.In(from, to, condition, order) : "",
                unpriced > 0 ? $"without {CountText.Of(unpriced, "span", "spans")} of unknown price" : ""));
        }

        return buckets;
    }

    private static double? Share(Totals totals) => totals.Count > 0 ? (double)totals.Errors / totals.Count : null;
}
