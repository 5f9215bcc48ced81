using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists the values that the newest traces of some experiments have of a field. What is noted of values names ranges of traces, those of others among them; so the rows of
/// these traces themselves are read.</summary>
internal sealed class ExperimentValues(SqlSession session, IReadOnlyList<string> experimentIds)
{
    // Somebody types meanwhile; and what is typed now is mostly of lately.
    private const int MostTraces = 10_000;

    private const string OfSpans = "JOIN spans s ON s.trace_key = t.trace_key";

    private readonly object _experiments = session.Dialect.List([.. experimentIds.Select(SqlExperiments.Key).OfType<long>()]);

    public IReadOnlyList<string> Read(string identifier, string prefix, int limit)
    {
        var field = ListedField.Of(identifier);
        if (field.Fixed is { } values)
        {
            return [.. values.Where(value => ListedField.Begins(value, prefix)).Take(limit)];
        }

        if (!FacetRule.Has(field.Kind == ListedFieldKind.Tag ? FacetKind.Tag : FacetKind.Metadata, field.Key))
        {
            return [];
        }

        return field.Kind switch
        {
            ListedFieldKind.RunId => Runs(prefix, limit),
            ListedFieldKind.SpanName => OfTraces("s.name", OfSpans, field, prefix, limit),
            ListedFieldKind.SpanType => OfTraces("s.type", OfSpans, field, prefix, limit),
            ListedFieldKind.Model => OfTraces("f.value", $"{OfSpans} JOIN facets f ON f.facet_id = s.model_id", field, prefix, limit),
            ListedFieldKind.ServiceName => OfTraces("f.value", $"{OfSpans} JOIN facets f ON f.facet_id = s.service_id", field, prefix, limit),
            ListedFieldKind.TagKey => Keys("trace_tags", FacetKind.Tag, field, prefix, limit),
            ListedFieldKind.MetadataKey => Keys("trace_metadata", FacetKind.Metadata, field, prefix, limit),
            ListedFieldKind.Tag => OfTraces("m.value", "JOIN trace_tags m ON m.trace_key = t.trace_key AND m.key = @key", field, prefix, limit),
            ListedFieldKind.Metadata => OfTraces("m.value", "JOIN trace_metadata m ON m.trace_key = t.trace_key AND m.key = @key", field, prefix, limit),
            ListedFieldKind.FeedbackName => OfTraces("a.name", Said(0), field, prefix, limit),
            ListedFieldKind.ExpectationName => OfTraces("a.name", Said(1), field, prefix, limit),
            ListedFieldKind.Feedback => OfTraces("a.value", $"{Said(0)} AND a.name = @key", field, prefix, limit),
            ListedFieldKind.Expectation => OfTraces("a.value", $"{Said(1)} AND a.name = @key", field, prefix, limit),
            _ => [],
        };
    }

    private static string Said(int isExpectation) => $"JOIN assessments a ON a.trace_key = t.trace_key AND a.is_expectation = {isExpectation}";

    private List<string> Keys(string table, FacetKind kind, ListedField field, string prefix, int limit) =>
        OfTraces("m.key", $"JOIN {table} m ON m.trace_key = t.trace_key", field, prefix, limit + FacetRule.Without(kind).Count()).FindAll(key => FacetRule.Has(kind, key)) is var keys && keys.Count > limit
            ? keys[..limit]
            : keys;

    private List<string> OfTraces(string value, string from, ListedField field, string prefix, int limit) => Query(
        $"""
        SELECT DISTINCT {value} FROM
        (SELECT trace_key FROM traces WHERE {session.Dialect.IsIn("experiment_id", "@experiments")} ORDER BY start_ns DESC, trace_key DESC LIMIT {MostTraces}) t {from}
        """,
        value,
        field,
        prefix,
        limit);

    private List<string> Runs(string prefix, int limit) => Query("SELECT run_id FROM runs", "run_id", default, prefix, limit, $" AND {session.Dialect.IsIn("experiment_id", "@experiments")}");

    // Nothing is escaped in a pattern: a wildcard of the prefix lets more pass than begins so, and is tested again.
    private List<string> Query(string select, string value, ListedField field, string prefix, int limit, string and = "")
    {
        List<(string Name, object? Value)> values = [("@experiments", _experiments), ("@limit", (long)limit)];
        if (field.Key is { Length: > 0 } key)
        {
            values.Add(("@key", key));
        }

        var isLike = string.Empty;
        if (prefix.Length > 0)
        {
            isLike = $" AND {session.Dialect.ILike(value, "@prefix")}";
            values.Add(("@prefix", TextFolding.Fold(prefix) + "%"));
        }

        var found = session.Query($"{select} WHERE {value} IS NOT NULL{and}{isLike} ORDER BY 1 LIMIT @limit", static row => FacetRule.Cut(row.GetString(0)), [.. values]);
        return [.. found.Where(each => ListedField.Begins(each, prefix)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
