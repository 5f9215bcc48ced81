using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>What must hold of the tables after any test.</summary>
internal static class PostgresIntegrity
{
    // Each gives the number of rows that are wrong.
    private static readonly (string What, string Sql)[] Rules =
    [
        ("counts of block uses", """
            SELECT count(*) FROM (SELECT block_id, count(*) AS spans FROM spans GROUP BY block_id) s
            FULL JOIN block_uses u USING (block_id) WHERE u.spans IS DISTINCT FROM s.spans
            """),
        ("blocks without uses, or uses without blocks", """
            SELECT count(*) FROM blocks b FULL JOIN block_uses u USING (block_id) WHERE b.block_id IS NULL OR u.block_id IS NULL
            """),
        ("spans without a trace", "SELECT count(*) FROM spans s WHERE NOT EXISTS (SELECT 1 FROM traces t WHERE t.trace_key = s.trace_key)"),
        ("words without a trace", "SELECT count(*) FROM trace_text w WHERE NOT EXISTS (SELECT 1 FROM traces t WHERE t.trace_key = w.trace_key)"),
        ("counts of spans", """
            SELECT count(*) FROM traces t WHERE t.span_count <> (SELECT count(*) FROM spans s WHERE s.trace_key = t.trace_key)
            """),
        ("facts of spans that are not stored", """
            SELECT count(*) FROM (SELECT trace_key, span_id FROM trace_tags UNION ALL SELECT trace_key, span_id FROM trace_metadata) f
            WHERE f.span_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM spans s WHERE s.trace_key = f.trace_key AND s.span_id = f.span_id)
            """),
        ("ranges of one value that overlap", """
            SELECT count(*) FROM trace_facets a JOIN trace_facets b ON a.facet_id = b.facet_id AND a.first_key < b.first_key AND a.last_key >= b.first_key
            """),
        ("spans that are not found by their names", """
            SELECT count(*) FROM spans s WHERE NOT EXISTS (
                SELECT 1 FROM facets f JOIN trace_facets v USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND f.kind = 1 AND f.value = left(s.name, 250))
            """),
        ("spans that are not found by their models and services", """
            SELECT count(*) FROM spans s
            WHERE (model_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trace_facets v WHERE s.trace_key BETWEEN first_key AND last_key AND v.facet_id = s.model_id))
               OR (service_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trace_facets v WHERE s.trace_key BETWEEN first_key AND last_key AND v.facet_id = s.service_id))
            """),
    ];

    public static async Task CheckAsync(PostgresTestDatabase database)
    {
        await database.AddressAsync();
        foreach (var (what, sql) in Rules)
        {
            (await database.ExecuteAsync(sql)).ShouldBe(0L, what);
        }
    }
}
