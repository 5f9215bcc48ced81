using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists the values that traces have of a field, and the keys of fields that have keys.</summary>
internal static class ValueListing
{
    // Keys are stepped through one by one; nobody chooses from more.
    private const int MostKeys = 2_000;

    public static IReadOnlyList<string> Read(SqlSession session, string identifier, string prefix, int limit)
    {
        var field = ListedField.Of(identifier);
        return field.Fixed is { } values ? [.. values.Where(value => ListedField.Begins(value, prefix)).Take(limit)] : field.Kind switch
        {
            ListedFieldKind.TagKey => Keys(session, FacetKind.Tag, prefix, limit),
            ListedFieldKind.MetadataKey => Keys(session, FacetKind.Metadata, prefix, limit),
            ListedFieldKind.FeedbackName => Names(session, 0, prefix, limit),
            ListedFieldKind.ExpectationName => Names(session, 1, prefix, limit),
            ListedFieldKind.RunId => Runs(session, prefix, limit),
            ListedFieldKind.SpanName => Facets(session, FacetKind.SpanName, string.Empty, prefix, limit),
            ListedFieldKind.SpanType => Facets(session, FacetKind.SpanType, string.Empty, prefix, limit),
            ListedFieldKind.Model => Facets(session, FacetKind.Model, string.Empty, prefix, limit),
            ListedFieldKind.ServiceName => Facets(session, FacetKind.ServiceName, string.Empty, prefix, limit),
            ListedFieldKind.Tag => Facets(session, FacetKind.Tag, field.Key, prefix, limit),
            ListedFieldKind.Metadata => Facets(session, FacetKind.Metadata, field.Key, prefix, limit),
            ListedFieldKind.Feedback => Said(session, 0, field.Key, prefix, limit),
            ListedFieldKind.Expectation => Said(session, 1, field.Key, prefix, limit),
            _ => [],
        };
    }

    private static List<string> Facets(SqlSession session, FacetKind kind, string key, string prefix, int limit) =>
        new FacetValues(session, kind, key).Begin(prefix, limit);

    private static List<string> Runs(SqlSession session, string prefix, int limit) => session.Query(
        $"SELECT run_id FROM runs WHERE run_id IS NOT NULL{IsLike(session, "run_id", prefix)} ORDER BY run_id LIMIT @limit",
        static row => row.GetString(0),
        ("@prefix", Pattern(prefix)),
        ("@limit", limit)).FindAll(value => ListedField.Begins(value, prefix));

    private static List<string> Keys(SqlSession session, FacetKind kind, string prefix, int limit) => Steps(
        after => session.Text("SELECT min(key) FROM facets WHERE kind = @kind AND key > @after", ("@kind", (long)kind), ("@after", after)), prefix, limit);

    private static IReadOnlyList<string> Names(SqlSession session, long isExpectation, string prefix, int limit) => [.. Steps(
        after => session.Text("SELECT min(name) FROM assessments WHERE name > @after", ("@after", after)), prefix, MostKeys)
        .Where(name => session.Number("SELECT 1 FROM assessments WHERE name = @name AND is_expectation = @kind LIMIT 1", ("@name", name), ("@kind", isExpectation)) is not null)
        .Take(limit)];

    private static List<string> Said(SqlSession session, long isExpectation, string name, string prefix, int limit) => session.Query(
        $"""
        SELECT DISTINCT a.value FROM assessments a
        WHERE a.name = @name AND a.is_expectation = @kind AND a.value IS NOT NULL{IsLike(session, "a.value", prefix)} ORDER BY a.value LIMIT @limit
        """,
        static row => row.GetString(0),
        ("@name", name),
        ("@kind", isExpectation),
        ("@prefix", Pattern(prefix)),
        ("@limit", limit)).FindAll(value => ListedField.Begins(value, prefix));

    private static List<string> Steps(Func<string, string?> next, string prefix, int limit)
    {
        var found = new List<string>();
        var at = string.Empty;
        for (var step = 0; step < MostKeys && found.Count < limit && next(at) is { } value; step++)
        {
            at = value;
            if (ListedField.Begins(value, prefix))
            {
                found.Add(value);
            }
        }

        return found;
    }

    private static string IsLike(SqlSession session, string expression, string prefix) =>
        prefix.Length == 0 ? string.Empty : $" AND {session.Dialect.ILike(expression, "@prefix")}";

    // Nothing is escaped in a pattern: a wildcard of the prefix lets more pass than begins so, and is tested again.
    private static string Pattern(string prefix) => TextFolding.Fold(prefix) + "%";
}
