using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Lists the values that traces have of a field: by reading its column, or the keys or values of a map.</summary>
/// <remarks>Values of records that no longer count are listed until the engine has merged them away.</remarks>
internal sealed class ValueReading(ClickHouseReads database, ClickHouseSearch search, IAggregateReader catalog)
{
    // Whoever types waits no longer: of a store that is too large for that, what was found by then.
    private const string Patience = "SETTINGS max_execution_time = 2, timeout_overflow_mode = 'break'";

    public async Task<IReadOnlyList<string>> ReadAsync(string identifier, string prefix, IReadOnlyList<string> experimentIds, int limit, CancellationToken cancellationToken)
    {
        var field = ListedField.Of(identifier);
        if (field.Fixed is { } known)
        {
            return [.. known.Where(value => ListedField.Begins(value, prefix)).Take(limit)];
        }

        if (field.Kind == ListedFieldKind.RunId)
        {
            return await catalog.ListValuesAsync(identifier, prefix, experimentIds, limit, cancellationToken).ConfigureAwait(false);
        }

        if (!FacetRule.Has(field.Kind == ListedFieldKind.Tag ? FacetKind.Tag : FacetKind.Metadata, field.Key))
        {
            return [];
        }

        TraceScope? scope = null;
        if (experimentIds.Count > 0)
        {
            scope = await TraceScope.FindAsync(database, search, new AggregateQuery(experimentIds, string.Empty, null, null), cancellationToken).ConfigureAwait(false);
            if (scope is null)
            {
                return [];
            }
        }

        var values = scope?.Values ?? new ClickHouseValues();
        var (column, from) = Source(field, values);
        var isMeant = scope is null ? "1" : IsOfSpans(field.Kind) ? $"trace_hash IN (SELECT trace_hash FROM traces WHERE {scope.Traces})" : scope.Traces;
        var begins = prefix.Length == 0 ? "1" : $"startsWith(lowerUTF8(value), lowerUTF8({values.Add(prefix)}))";
        var found = await database.QueryAsync(
            $"SELECT DISTINCT {column} AS value FROM {from} AND {isMeant} AND {begins} ORDER BY value LIMIT {values.Add(limit)} {Patience}",
            values,
            static row => FacetRule.Cut(row.String()),
            cancellationToken).ConfigureAwait(false);
        return [.. found.Where(value => ListedField.Begins(value, prefix)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static bool IsOfSpans(ListedFieldKind kind) => kind is ListedFieldKind.SpanName or ListedFieldKind.SpanType or ListedFieldKind.Model or ListedFieldKind.ServiceName;

    private static (string Column, string From) Source(ListedField field, ClickHouseValues values) => field.Kind switch
    {
        ListedFieldKind.SpanName => ("name", "spans WHERE 1"),
        ListedFieldKind.SpanType => OfSpans("type"),
        ListedFieldKind.Model => OfSpans("model"),
        ListedFieldKind.ServiceName => OfSpans("service"),
        ListedFieldKind.TagKey => Keys("tags", FacetKind.Tag, values),
        ListedFieldKind.MetadataKey => Keys("metadata", FacetKind.Metadata, values),
        ListedFieldKind.Tag => OfKey("tags", values.Add(field.Key)),
        ListedFieldKind.Metadata => OfKey("metadata", values.Add(field.Key)),
        ListedFieldKind.FeedbackName => ("said_name", $"{Assessments} WHERE NOT said_expectation"),
        ListedFieldKind.ExpectationName => ("said_name", $"{Assessments} WHERE said_expectation"),
        ListedFieldKind.Feedback => ("said_value", $"{Assessments} WHERE NOT said_expectation AND said_value != '' AND said_name = {values.Add(field.Key)}"),
        ListedFieldKind.Expectation => ("said_value", $"{Assessments} WHERE said_expectation AND said_value != '' AND said_name = {values.Add(field.Key)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
    };

    private const string Assessments =
        "traces ARRAY JOIN assessment_names AS said_name, assessment_is_expectation AS said_expectation, assessment_values AS said_value";

    private static (string Column, string From) OfSpans(string column) => ($"assumeNotNull({column})", $"spans WHERE {column} IS NOT NULL");

    private static (string Column, string From) OfKey(string map, string key) => ($"{map}[{key}]", $"traces WHERE mapContains({map}, {key})");

    private static (string Column, string From) Keys(string map, FacetKind kind, ClickHouseValues values) =>
        ("said_key", $"traces ARRAY JOIN mapKeys({map}) AS said_key WHERE said_key NOT IN {values.Add(FacetRule.Without(kind))}");
}
