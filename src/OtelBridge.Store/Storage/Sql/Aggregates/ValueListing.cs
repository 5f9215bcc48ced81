using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists the values that traces have of a field, and the keys of fields that have keys.</summary>
internal static class ValueListing
{
    // Keys are stepped through one by one; nobody chooses from more.
    private const int MostKeys = 2_000;

    private static readonly string[] States = ["ERROR", "IN_PROGRESS", "OK", "STATE_UNSPECIFIED"];
    private static readonly string[] Statuses = ["ERROR", "OK", "UNSET"];

    public static IReadOnlyList<string> Read(SqlSession session, string identifier, string prefix, int limit)
    {
        if (!IsClosed(identifier))
        {
            return [];
        }

        var (entity, key) = Split(identifier);
        return (entity, key) switch
        {
            ("tag", "") => Keys(session, FacetKind.Tag, prefix, limit),
            ("metadata", "") => Keys(session, FacetKind.Metadata, prefix, limit),
            ("feedback", "") => Names(session, 0, prefix, limit),
            ("expectation", "") => Names(session, 1, prefix, limit),
            ("attribute", "status") => Begin(States, prefix, limit),
            ("span", "status") => Begin(Statuses, prefix, limit),
            ("attribute" or "tag" or "metadata", "name") => Facets(session, FacetKind.SpanName, string.Empty, prefix, limit),
            ("attribute" or "tag" or "metadata", "run_id") => Runs(session, prefix, limit),
            ("attribute", "model") => Facets(session, FacetKind.Model, string.Empty, prefix, limit),
            ("attribute", "session") => Facets(session, FacetKind.Metadata, MlflowKeys.TraceSession, prefix, limit),
            ("attribute", "user") => Facets(session, FacetKind.Metadata, MlflowKeys.TraceUser, prefix, limit),
            ("service", "name") => Facets(session, FacetKind.ServiceName, string.Empty, prefix, limit),
            ("span", "name") => Facets(session, FacetKind.SpanName, string.Empty, prefix, limit),
            ("span", "type") => Facets(session, FacetKind.SpanType, string.Empty, prefix, limit),
            ("tag", _) => Facets(session, FacetKind.Tag, key, prefix, limit),
            ("metadata", _) => Facets(session, FacetKind.Metadata, key, prefix, limit),
            ("feedback", _) => Said(session, 0, key, prefix, limit),
            ("expectation", _) => Said(session, 1, key, prefix, limit),
            _ => [],
        };
    }

    // While somebody types it, a quote may be open.
    private static bool IsClosed(string identifier)
    {
        for (var i = 0; i < identifier.Length; i++)
        {
            if (FilterQuotes.IsQuote(identifier[i]))
            {
                var end = FilterQuotes.End(identifier, i);
                if (end < 0)
                {
                    return false;
                }

                i = end - 1;
            }
        }

        return true;
    }

    // In any of the ways in which a filter spells it.
    private static (string Entity, string Key) Split(string identifier)
    {
        var (entity, key) = FilterIdentifier.Of(identifier);
        return entity?.ToLowerInvariant() switch
        {
            null or "attributes" or "attribute" or "trace" => ("attribute", key),
            "tags" => ("tag", key),
            "request_metadata" => ("metadata", key),
            { } other => (other, key),
        };
    }

    private static IReadOnlyList<string> Begin(string[] values, string prefix, int limit) => [.. values.Where(value => Begins(value, prefix)).Take(limit)];

    private static List<string> Facets(SqlSession session, FacetKind kind, string key, string prefix, int limit) =>
        new FacetValues(session, kind, key).Begin(prefix, limit);

    private static List<string> Runs(SqlSession session, string prefix, int limit) => session.Query(
        $"SELECT run_id FROM runs WHERE run_id IS NOT NULL{IsLike(session, "run_id", prefix)} ORDER BY run_id LIMIT @limit",
        static row => row.GetString(0),
        ("@prefix", Pattern(prefix)),
        ("@limit", limit)).FindAll(value => Begins(value, prefix));

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
        ("@limit", limit)).FindAll(value => Begins(value, prefix));

    private static List<string> Steps(Func<string, string?> next, string prefix, int limit)
    {
        var found = new List<string>();
        var at = string.Empty;
        for (var step = 0; step < MostKeys && found.Count < limit && next(at) is { } value; step++)
        {
            at = value;
            if (Begins(value, prefix))
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

    private static bool Begins(string value, string prefix) => TextFolding.Fold(value).StartsWith(TextFolding.Fold(prefix), StringComparison.Ordinal);
}
