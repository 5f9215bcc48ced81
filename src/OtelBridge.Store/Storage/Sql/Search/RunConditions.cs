using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Filters and orders of runs as SQL over the rows <c>r</c> of a run and <c>e</c> of its experiment.</summary>
internal sealed class RunConditions(SearchParameters parameters)
{
    // RunStatus of tracking.proto.
    private const string Status =
        "(CASE r.status WHEN 1 THEN 'RUNNING' WHEN 2 THEN 'SCHEDULED' WHEN 3 THEN 'FINISHED' WHEN 4 THEN 'FAILED' WHEN 5 THEN 'KILLED' ELSE '' END)";

    private const string ArtifactUri =
        "(rtrim(coalesce(e.artifact_location, 'mlflow-artifacts:/' || CAST(e.experiment_id AS TEXT)), '/') || '/' || r.run_id || '/artifacts')";

    public string Filter(FilterNode? filter) => CatalogConditions.Sql(filter, Compare);

    public string OrderBy(IReadOnlyList<OrderTerm> terms) => string.Join(
        ", ",
        terms.Select(term => new OrderColumn(Value(term.Field), term.Descending, MayBeAbsent: true).Terms)
            .Append("r.start_time_ms IS NULL, r.start_time_ms DESC, r.run_id"));

    private string Compare(ComparisonNode comparison) =>
        comparison.Field.Kind is FilterFieldKind.RunStartTime or FilterFieldKind.RunEndTime or FilterFieldKind.Metric
            ? NumberComparison.Sql(Value(comparison.Field), comparison, parameters)
            : TextComparison.Sql(Value(comparison.Field), comparison, parameters);

    private string Value(FilterField field) => field.Kind switch
    {
        FilterFieldKind.RunId => "r.run_id",
        FilterFieldKind.RunName => "r.name",
        FilterFieldKind.RunStatus => Status,
        FilterFieldKind.UserId => "r.user_id",
        FilterFieldKind.ArtifactUri => ArtifactUri,
        FilterFieldKind.RunStartTime => "r.start_time_ms",
        FilterFieldKind.RunEndTime => "r.end_time_ms",
        FilterFieldKind.Tag => $"(SELECT v.value FROM run_tags v WHERE v.run_id = r.run_id AND v.key = {parameters.Add(field.Key)})",
        FilterFieldKind.Param => $"(SELECT v.value FROM run_params v WHERE v.run_id = r.run_id AND v.key = {parameters.Add(field.Key)})",
        FilterFieldKind.Metric => $"""
            (SELECT CASE WHEN v.is_nan = 0 THEN v.value END FROM run_metrics v WHERE v.run_id = r.run_id AND v.key = {parameters.Add(field.Key)}
             ORDER BY v.step DESC, v.timestamp_ms DESC, v.value DESC LIMIT 1)
            """,
        _ => throw new InvalidOperationException($"The parser lets no {field.Kind} pass for runs."),
    };
}
