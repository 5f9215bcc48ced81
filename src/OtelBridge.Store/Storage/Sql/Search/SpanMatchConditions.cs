using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The conditions that one span of a trace must meet all together.</summary>
internal sealed class SpanMatchConditions(SearchParameters parameters, ContentConditions contents)
{
    public SearchCondition Compile(ServiceTraceQuery query)
    {
        var conditions = new List<SearchCondition>();
        if (query.ServiceName is { Length: > 0 } service)
        {
            conditions.Add(Noted(FilterFieldKind.ServiceName, FacetKind.ServiceName, service));
        }

        if (query.SpanName is { } name)
        {
            conditions.Add(Noted(FilterFieldKind.SpanName, FacetKind.SpanName, name));
        }

        if (query.Attributes.Any(static match => SpanAttributeCheck.AsksForFailure(match) == true))
        {
            conditions.Add(Noted(FilterFieldKind.SpanStatus, FacetKind.SpanStatus, Facet.ErrorStatus));
        }

        // A range of keys may name traces that do not have the value, and each value may be another span's.
        conditions.Add(new SqlCondition($"EXISTS (SELECT 1 FROM spans s WHERE s.trace_key = t.trace_key AND {string.Join(" AND ", SpanTests(query))})"));
        if (query.Attributes.Any(static match => SpanAttributeCheck.AsksForFailure(match) is null))
        {
            conditions.Add(contents.OfSpan(query));
        }

        return new JoinedCondition(conditions, IsAll: true);
    }

    private SqlCondition Noted(FilterFieldKind field, FacetKind kind, string value) => new(
        FacetDriver.Probe(kind, string.Empty, value, parameters),
        FacetDriver.Sql(kind, string.Empty, new ComparisonNode(new FilterField(field), FilterOperator.Equal, FilterValue.Of(value)), parameters));

    private IEnumerable<string> SpanTests(ServiceTraceQuery query)
    {
        yield return SearchCondition.Always;
        if (query.ServiceName is { } service)
        {
            yield return service.Length == 0
                ? "s.service_id IS NULL"
                : $"s.service_id = (SELECT f.facet_id FROM facets f WHERE f.kind = 5 AND f.key = '' AND f.value = {parameters.Add(FacetRule.Cut(service))})";
        }

        if (query.SpanName is { } name)
        {
            yield return $"s.name = {parameters.Add(name)}";
        }

        foreach (var failed in query.Attributes.Select(SpanAttributeCheck.AsksForFailure).OfType<bool>())
        {
            yield return $"s.status {(failed ? "=" : "<>")} {(int)Otlp.Status.Types.StatusCode.Error}";
        }

        if (query.MinDurationNano is { } shortest)
        {
            yield return $"s.end_ns - s.start_ns >= {parameters.Add(shortest)}";
        }

        if (query.MaxDurationNano is { } longest)
        {
            yield return $"s.end_ns - s.start_ns <= {parameters.Add(longest)}";
        }
    }
}
