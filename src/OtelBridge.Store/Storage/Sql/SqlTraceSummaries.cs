using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Sums traces up by the columns of their spans, so that no payload is read.</summary>
internal static class SqlTraceSummaries
{
    private const string SharesSql = """
        SELECT coalesce(f.value, ''), count(*), sum(CASE WHEN s.status = 2 THEN 1 ELSE 0 END), min(s.start_ns), max(s.end_ns),
               sum(CASE WHEN s.parent_id IS NULL OR EXISTS (SELECT 1 FROM spans p WHERE p.trace_key = s.trace_key AND p.span_id = s.parent_id) THEN 0 ELSE 1 END)
        FROM spans s LEFT JOIN facets f ON f.facet_id = s.service_id WHERE s.trace_key = @key GROUP BY 1 ORDER BY 1
        """;

    private const string RootSql = """
        SELECT t.trace_id, coalesce(f.value, ''), s.name FROM traces t JOIN spans s ON s.trace_key = t.trace_key LEFT JOIN facets f ON f.facet_id = s.service_id
        WHERE t.trace_key = @key
        ORDER BY CASE WHEN s.span_id = t.root_span_id THEN 0 WHEN s.parent_id IS NULL THEN 1 ELSE 2 END, s.start_ns, s.span_id LIMIT 1
        """;

    /// <summary>Sums up a trace that has spans.</summary>
    public static TraceSummary Read(SqlSession session, long key)
    {
        var (start, end, orphans) = (long.MaxValue, (long?)null, 0L);
        var services = session.Query(
            SharesSql,
            row =>
            {
                start = Math.Min(start, row.GetInt64(3));
                end = row.Int64OrNull(4) is { } last && !(last < end) ? last : end;
                orphans += row.GetInt64(5);
                return new ServiceShare(row.GetString(0), row.GetInt64(1), row.GetInt64(2));
            },
            ("@key", key));
        var (id, service, name) = session.Query(RootSql, static row => (row.GetString(0), row.GetString(1), row.GetString(2)), ("@key", key))[0];
        return new TraceSummary(id, service, name, start, end, orphans, services);
    }
}
