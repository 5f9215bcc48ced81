using OtelBridge.Store.Model;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Finds traces by the values they were seen with.</summary>
internal static class FacetDriver
{
    /// <summary>Gives the traces that have, or had, a value for which a comparison may hold.</summary>
    public static string Sql(FacetKind kind, string key, ComparisonNode comparison, SearchParameters parameters)
    {
        var texts = comparison.Value.Texts ?? [comparison.Value.Text!];
        var condition = comparison.Operator is FilterOperator.Equal or FilterOperator.In
            ? parameters.IsIn("f.value", texts.Select(FacetRule.Cut).ToArray())
            : $"({TextComparison.Sql("f.value", comparison, parameters)} OR length(f.value) >= {parameters.Add((long)FacetRule.ShortestCut)})";
        return $"""
            SELECT x.trace_key FROM facets f JOIN trace_facets v ON v.facet_id = f.facet_id
            JOIN traces x ON x.trace_key BETWEEN v.first_key AND v.last_key
            WHERE f.kind = {parameters.Add((long)kind)} AND f.key = {parameters.Add(key)} AND {condition}
            """;
    }

    /// <summary>Gives the condition that trace <c>t</c> has, or had, the one value of an equality: cheaper to ask than its rows. Ranges never overlap, so the nearest one tells.</summary>
    public static string Probe(FacetKind kind, string key, string value, SearchParameters parameters) => $"""
        (SELECT v.last_key FROM trace_facets v WHERE v.facet_id = (
            SELECT f.facet_id FROM facets f
            WHERE f.kind = {parameters.Add((long)kind)} AND f.key = {parameters.Add(key)} AND f.value = {parameters.Add(FacetRule.Cut(value))})
          AND v.first_key <= t.trace_key ORDER BY v.first_key DESC LIMIT 1) >= t.trace_key
        """;
}
