using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Sets and removes tags and metadata that are not from a span, which spans leave alone.</summary>
internal static class SqlTraceTags
{
    private const string SetTagSql = """
        INSERT INTO trace_tags (trace_key, key, value, span_id) VALUES (@trace, @key, @value, NULL)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = NULL
        """;

    private const string SetMetadataSql = """
        INSERT INTO trace_metadata (trace_key, key, value, span_id) VALUES (@trace, @key, @value, NULL)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = NULL
        """;

    private const string RemoveTagSql = "DELETE FROM trace_tags WHERE trace_key = @trace AND key = @key";

    private const string FindTagSql = "SELECT value FROM trace_tags WHERE trace_key = @trace AND key = @key";

    /// <summary>Finds the value of a tag; null when the trace has no such tag.</summary>
    public static string? FindTag(SqlSession session, long traceKey, string key) => session.Text(FindTagSql, ("@trace", traceKey), ("@key", TextLimit.Cut(key, RecordLimits.Key)));

    public static void SetTag(SqlSession session, long traceKey, string key, string value) => Set(session, SetTagSql, FacetKind.Tag, traceKey, key, value);

    public static void SetMetadata(SqlSession session, long traceKey, string key, string value) => Set(session, SetMetadataSql, FacetKind.Metadata, traceKey, key, value);

    /// <summary>Removes a tag.</summary>
    /// <returns>False when the trace has no such tag.</returns>
    public static bool RemoveTag(SqlSession session, long traceKey, string key) => session.Execute(RemoveTagSql, ("@trace", traceKey), ("@key", key)) > 0;

    private static void Set(SqlSession session, string sql, FacetKind kind, long traceKey, string key, string value)
    {
        key = TextLimit.Cut(key, RecordLimits.Key);
        session.Execute(sql, ("@trace", traceKey), ("@key", key), ("@value", TextLimit.Cut(value, RecordLimits.Value)));
        SqlFacets.Put(session, traceKey, kind, key, value);
    }
}
