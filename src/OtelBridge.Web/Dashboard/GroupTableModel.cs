using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Charts;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Dashboard;

/// <summary>Sums by a value that traces or spans have in common.</summary>
/// <param name="Title">What is summed up.</param>
/// <param name="NameTitle">What the value is.</param>
/// <param name="Columns">The numbers.</param>
/// <param name="Rows">The values, the largest first.</param>
/// <param name="Switch">The other ways to split: their names, addresses, and whether it is the one that is shown.</param>
public sealed record GroupTableModel(
    string Title, string NameTitle, IReadOnlyList<GroupColumn> Columns, IReadOnlyList<GroupRow> Rows, IReadOnlyList<(string Title, string Link, bool IsOn)> Switch)
{
    internal static GroupTableModel Of(AggregateDimension dimension, IReadOnlyList<AggregateGroup> groups, DashboardAddress address, TraceMarks marks)
    {
        var (title, nameTitle, countTitle, field) = dimension switch
        {
            AggregateDimension.Model => ("Models", "Model", "Calls", "model"),
            AggregateDimension.TraceName => ("Trace names", "Name", "Traces", "name"),
            AggregateDimension.SpanType => ("Spans", "Type", "Spans", "span.type"),
            _ => ("Spans", "Name", "Spans", "span.name"),
        };
        var failed = dimension == AggregateDimension.TraceName ? TraceMarks.Failed : "span.status = 'ERROR'";
        var largest = groups.Count > 0 ? groups.Max(group => Measure(group.Totals, address.Order)) : 0;
        return new GroupTableModel(
            title,
            nameTitle,
            [
                Column(countTitle, AggregateOrder.Count, address),
                Column("Failed", AggregateOrder.Errors, address),
                Column("p95", AggregateOrder.Duration95, address),
                Column("Tokens", AggregateOrder.Tokens, address),
                Column("Cost", AggregateOrder.Cost, address),
            ],
            [.. groups.Select(group => Row(group, FilterWords.Is(field, group.Value), failed, Measure(group.Totals, address.Order) / Math.Max(1, largest), marks))],
            dimension is AggregateDimension.SpanName or AggregateDimension.SpanType
                ? [("by name", (address with { ByType = false }).Page, !address.ByType), ("by type", (address with { ByType = true }).Page, address.ByType)]
                : []);
    }

    private static GroupColumn Column(string title, AggregateOrder order, DashboardAddress address) => new(title, (address with { Order = order }).Page, address.Order == order);

    private static GroupRow Row(AggregateGroup group, string condition, string failed, double share, TraceMarks marks) => new(
        group.Value,
        marks.With(condition),
        group.Totals.Errors > 0 ? marks.With(condition, failed) : "",
        ChartText.Percent(share),
        CountText.Exact(group.Totals.Count),
        group.Totals.Errors > 0 ? $"{CountText.Exact(group.Totals.Errors)} · {CountText.Share(group.Totals.Errors, group.Totals.Count)}" : "0",
        ChartText.Value(group.Totals.Duration95, ChartUnit.Duration),
        group.Totals.TotalTokens > 0 ? CountText.Short(group.Totals.TotalTokens) : CountText.Absent,
        ChartText.Value(group.Totals.Cost, ChartUnit.Cost) + (group.Totals is { Cost: not null, UnpricedSpans: > 0 } ? "+" : ""));

    private static double Measure(Totals totals, AggregateOrder order) => order switch
    {
        AggregateOrder.Errors => totals.Errors,
        AggregateOrder.Duration95 => totals.Duration95 ?? 0,
        AggregateOrder.Tokens => totals.TotalTokens,
        AggregateOrder.Cost => totals.Cost ?? 0,
        _ => totals.Count,
    };
}
