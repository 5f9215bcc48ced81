using OtelBridge.Otlp;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage.Aggregates;

/// <summary>What sums must be, worked out in the plainest way from whole traces.</summary>
internal static class PlainSums
{
    public static Totals OfTraces(IEnumerable<TraceInfo> traces) => Of([.. traces.Select(static info => new Item(
        string.Empty,
        info.State == TraceState.Error,
        info.State == TraceState.InProgress,
        info.HasDurationNano && info.State != TraceState.InProgress ? info.DurationNano : null,
        info.TokenUsage?.InputTokens ?? 0,
        info.TokenUsage?.OutputTokens ?? 0,
        info.TokenUsage?.TotalTokens ?? 0,
        info.Cost?.Total,
        info.Cost?.UnpricedSpans))]);

    public static Dictionary<string, Totals> ByName(IEnumerable<TraceInfo> traces) =>
        traces.GroupBy(static info => info.Name).ToDictionary(static group => group.Key, OfTraces);

    public static Dictionary<string, Totals> BySpan(IEnumerable<Trace> traces, AggregateDimension dimension) => traces
        .SelectMany(static trace => SpanView.Of(trace))
        .Select(view => Item.Of(view, dimension))
        .Where(static item => item is not null)
        .GroupBy(static item => item!.Key)
        .ToDictionary(static group => group.Key, static group => Of([.. group.Select(static item => item!)]));

    /// <summary>Compares sums; what is said of durations may be 2 % off, and unpriced spans are compared where they are known.</summary>
    public static void ShouldAgree(this Totals found, Totals expected, string what)
    {
        var exact = found with { Duration50 = null, Duration95 = null, Duration99 = null, UnpricedSpans = 0 };
        exact.ShouldBe(expected with { Duration50 = null, Duration95 = null, Duration99 = null, UnpricedSpans = 0 }, what);
        ShouldBeNear(found.Duration50, expected.Duration50, what);
        ShouldBeNear(found.Duration95, expected.Duration95, what);
        ShouldBeNear(found.Duration99, expected.Duration99, what);
    }

    private static void ShouldBeNear(long? found, long? expected, string what)
    {
        found.HasValue.ShouldBe(expected.HasValue, what);
        if (found is { } near && expected is { } exact)
        {
            Math.Abs(near - exact).ShouldBeLessThanOrEqualTo((long)(exact * 0.02), what);
        }
    }

    private static Totals Of(List<Item> items)
    {
        var durations = items.Where(static item => item.Duration is not null).Select(static item => item.Duration!.Value).Order().ToList();
        return new Totals(
            items.Count,
            items.Count(static item => item.IsFailed),
            items.Count(static item => item.IsRunning),
            Rank(durations, 50),
            Rank(durations, 95),
            Rank(durations, 99),
            items.Sum(static item => item.Input),
            items.Sum(static item => item.Output),
            items.Sum(static item => item.Total),
            items.Any(static item => item.Cost is not null) ? items.Sum(static item => item.Cost ?? 0) : null,
            items.Sum(static item => item.Unpriced ?? 0));
    }

    private static long? Rank(List<long> durations, int percent) =>
        durations.Count == 0 ? null : durations[(int)Math.Ceiling(durations.Count * percent / 100.0) - 1];

    private sealed record Item(string Key, bool IsFailed, bool IsRunning, long? Duration, long Input, long Output, long Total, long? Cost, long? Unpriced)
    {
        public static Item? Of(SpanView view, AggregateDimension dimension)
        {
            var key = dimension switch
            {
                AggregateDimension.SpanName => view.Span.Name,
                AggregateDimension.SpanType => view.Type ?? string.Empty,
                _ => view.Span.Attributes.FirstOrDefault(static attribute => attribute.Key == "gen_ai.request.model")?.Value.StringValue,
            };
            return key is null ? null : new Item(
                key,
                view.Span.Status?.Code == Status.Types.StatusCode.Error,
                view.Span.EndTimeUnixNano == 0,
                view.Span.EndTimeUnixNano == 0 ? null : Math.Max(0, (long)view.Span.EndTimeUnixNano - (long)view.Span.StartTimeUnixNano),
                view.TokenUsage?.Input ?? 0,
                view.TokenUsage?.Output ?? 0,
                view.TokenUsage?.Total ?? 0,
                view.Cost?.Total,
                view.TokenUsage is not null && view.Cost is null ? 1 : 0);
        }
    }
}
