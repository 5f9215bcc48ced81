using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Conditions that one of the spans of a trace must meet, by their columns.</summary>
internal sealed class SpanConditions(SearchParameters parameters)
{
    // Only spans of ten seconds and more are indexed by duration: shorter ones are in so many traces that walking finds them at once.
    private const double IndexedMillis = 10_000;

    private static readonly (long Status, string Text)[] Statuses =
    [
        ((long)Status.Types.StatusCode.Unset, "UNSET"), ((long)Status.Types.StatusCode.Ok, "OK"), ((long)Status.Types.StatusCode.Error, ErrorStatus),
    ];

    private const string ErrorStatus = "ERROR";

    public SearchCondition Compile(ComparisonNode comparison) => comparison.Field.Kind switch
    {
        FilterFieldKind.SpanName => OfText(TextComparison.Sql("s.name", comparison, parameters), FacetKind.SpanName, comparison),
        FilterFieldKind.SpanType => OfText(TextComparison.Sql("s.type", comparison, parameters), FacetKind.SpanType, comparison),
        FilterFieldKind.SpanStatus => OfStatus(comparison),
        FilterFieldKind.SpanDuration => OfDuration(comparison),
        FilterFieldKind.SpanCost => new SqlCondition(AnySpan(CostComparison.Sql("s.total_cost", comparison, parameters))),
        FilterFieldKind.Model => OfText(OfFacet("s.model_id", comparison), FacetKind.Model, comparison),
        FilterFieldKind.ServiceName => OfText(OfFacet("s.service_id", comparison), FacetKind.ServiceName, comparison),
        FilterFieldKind.Error => OfError(comparison),
        _ => throw new InvalidOperationException($"{comparison.Field.Kind} is no field of spans."),
    };

    private static string AnySpan(string test) => $"EXISTS (SELECT 1 FROM spans s WHERE s.trace_key = t.trace_key AND {test})";

    private SqlCondition OfText(string test, FacetKind kind, ComparisonNode comparison)
    {
        if (!FacetRule.Has(kind, string.Empty))
        {
            return new SqlCondition(AnySpan(test));
        }

        // One look at the index spares those at every span of a trace that has no such value.
        var probe = comparison.Operator == FilterOperator.Equal ? FacetDriver.Probe(kind, string.Empty, comparison.Value.Text!, parameters) + " AND " : string.Empty;
        return new SqlCondition(probe + AnySpan(test), FacetDriver.Sql(kind, string.Empty, comparison, parameters));
    }

    private string OfFacet(string column, ComparisonNode comparison) =>
        $"EXISTS (SELECT 1 FROM facets f WHERE f.facet_id = {column} AND {TextComparison.Sql("f.value", comparison, parameters)})";

    private SqlCondition OfStatus(ComparisonNode comparison)
    {
        var holds = TextTest.Of(comparison);
        var found = Statuses.Where(status => holds(status.Text)).ToArray();
        var test = AnySpan(parameters.IsIn("s.status", found.Select(status => status.Status).ToArray()));
        var isErrorAlone = found.Length == 1 && found[0].Text == ErrorStatus;
        return isErrorAlone && FacetRule.Has(FacetKind.SpanStatus, string.Empty)
            ? new SqlCondition(
                $"{FacetDriver.Probe(FacetKind.SpanStatus, string.Empty, ErrorStatus, parameters)} AND {test}",
                FacetDriver.Sql(FacetKind.SpanStatus, string.Empty, new(comparison.Field, FilterOperator.Equal, FilterValue.Of(ErrorStatus)), parameters))
            : new SqlCondition(test);
    }

    private SqlCondition OfDuration(ComparisonNode comparison)
    {
        var test = NumberComparison.Sql("((s.end_ns - s.start_ns) / 1000000.0)", comparison, parameters);
        var isIndexed = comparison.Value.Number >= IndexedMillis && comparison.Operator is FilterOperator.Greater or FilterOperator.GreaterOrEqual or FilterOperator.Equal;
        return new SqlCondition(AnySpan(test), isIndexed
            ? $"SELECT s.trace_key FROM spans s WHERE s.end_ns - s.start_ns >= 10000000000 AND {test}"
            : null);
    }

    private SqlCondition OfError(ComparisonNode comparison)
    {
        var test = TextComparison.Sql("s.error", comparison, parameters);
        return new SqlCondition(AnySpan(test), $"SELECT s.trace_key FROM spans s WHERE s.error > '' AND {test}");
    }
}
