using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Filters and orders of experiments as SQL over the row <c>e</c> of an experiment.</summary>
internal sealed class ExperimentConditions(SearchParameters parameters)
{
    public string Filter(FilterNode? filter) => CatalogConditions.Sql(filter, Compare);

    public string OrderBy(IReadOnlyList<OrderTerm> terms) => string.Join(
        ", ",
        terms.Select(term => new OrderColumn(Value(term.Field), term.Descending, MayBeAbsent: false).Terms)
            .Append("e.creation_time_ms DESC, e.experiment_id DESC"));

    private string Compare(ComparisonNode comparison) => comparison.Field.Kind is FilterFieldKind.CreationTime or FilterFieldKind.LastUpdateTime
        ? NumberComparison.Sql(Value(comparison.Field), comparison, parameters)
        : TextComparison.Sql(Value(comparison.Field), comparison, parameters);

    private string Value(FilterField field) => field.Kind switch
    {
        FilterFieldKind.ExperimentId => "e.experiment_id",
        FilterFieldKind.ExperimentName => "e.name",
        FilterFieldKind.CreationTime => "e.creation_time_ms",
        FilterFieldKind.LastUpdateTime => "e.last_update_time_ms",
        FilterFieldKind.Tag => $"(SELECT v.value FROM experiment_tags v WHERE v.experiment_id = e.experiment_id AND v.key = {parameters.Add(field.Key)})",
        _ => throw new InvalidOperationException($"The parser lets no {field.Kind} pass for experiments."),
    };
}
