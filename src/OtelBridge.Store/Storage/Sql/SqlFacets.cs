using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Notes what traces are found by, where it is not said by spans.</summary>
internal static class SqlFacets
{
    private const string AddSql = "INSERT INTO facets (kind, key, value) VALUES (@kind, @key, @value) ON CONFLICT (kind, key, value) DO NOTHING";

    private const string PutSql = """
        INSERT INTO trace_facets (facet_id, first_key, last_key)
        SELECT facet_id, @trace, @trace FROM facets f
        WHERE kind = @kind AND key = @key AND value = @value AND coalesce((
            SELECT v.last_key FROM trace_facets v WHERE v.facet_id = f.facet_id AND v.first_key <= @trace ORDER BY v.first_key DESC LIMIT 1), -1) < @trace
        ON CONFLICT (facet_id, first_key) DO NOTHING
        """;

    /// <summary>Notes that a trace is found by a tag or metadata, if it is of those that are looked for.</summary>
    public static void Put(SqlSession session, long traceKey, FacetKind kind, string key, string value)
    {
        if (FacetRule.Has(kind, key))
        {
            var facet = Facet.Of(kind, key, value);
            session.Execute(AddSql, ("@kind", (long)facet.Kind), ("@key", facet.Key), ("@value", facet.Value));
            if (!FacetRule.HasTraces(kind))
            {
                return;
            }

            session.Execute(PutSql, ("@trace", traceKey), ("@kind", (long)facet.Kind), ("@key", facet.Key), ("@value", facet.Value));
        }
    }
}
