using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Conditions that one of the spans of a trace must meet, by their columns.</summary>
internal sealed class SpanColumnConditions(SearchContext context)
{
    private static readonly (long Status, string Text)[] Statuses =
    [
        ((long)Status.Types.StatusCode.Unset, "UNSET"), ((long)Status.Types.StatusCode.Ok, "OK"), ((long)Status.Types.StatusCode.Error, "ERROR"),
    ];

    public SearchCondition Compile(ComparisonNode comparison)
    {
        context.AsksSpans = true;
        return comparison.Field.Kind switch
        {
            FilterFieldKind.SpanName => OfText("s.name", static row => row.Name, comparison),
            FilterFieldKind.SpanType => OfText("s.type", static row => row.Type, comparison),
            FilterFieldKind.SpanStatus => OfStatus(comparison),
            FilterFieldKind.SpanDuration => Exactly(NumberComparison.Sql("((s.end_ns - s.start_ns) / 1000000.0)", comparison, context.Values)),
            FilterFieldKind.SpanCost => Exactly(CostComparison.Sql("s.total_cost", comparison, context.Values)),
            FilterFieldKind.Model => OfText("s.model", static row => row.Model, comparison),
            FilterFieldKind.ServiceName => OfText("s.service", static row => row.ServiceName, comparison),
            FilterFieldKind.Error => OfText("s.error", static row => row.Error, comparison),
            _ => throw new InvalidOperationException($"{comparison.Field.Kind} is no field of spans."),
        };
    }

    private static SqlCondition Exactly(string test) => new(SpanTests.Any(test));

    private SearchCondition OfText(string column, Func<SpanRow, string?> read, ComparisonNode comparison)
    {
        var test = SpanTests.Any(ColumnText.Compare(column, comparison, context));
        return test.IsExact ? new SqlCondition(test.May) : new ContentCondition(new SpanColumnCheck(read, TextTest.Of(comparison)), test.May, test.Must, null);
    }

    private SqlCondition OfStatus(ComparisonNode comparison)
    {
        var holds = TextTest.Of(comparison);
        var found = Statuses.Where(status => holds(status.Text)).Select(static status => status.Status).ToArray();
        return found.Length == 0 ? new SqlCondition(SearchCondition.Never) : Exactly($"s.status IN {context.Values.Add(found)}");
    }
}
