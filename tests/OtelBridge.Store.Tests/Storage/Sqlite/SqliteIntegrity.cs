using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>What must hold in every state of a SQLite store. The schema has no constraints for it, which would cost the writer too much.</summary>
internal static class SqliteIntegrity
{
    private static readonly (string Rule, string Violations)[] Rules =
    [
        ("every block is counted as used by as many spans as point to it", """
            SELECT count(*) FROM blocks LEFT JOIN block_uses USING (block_id)
            WHERE spans IS NULL OR spans = 0 OR spans <> (SELECT count(*) FROM spans s WHERE s.block_id = blocks.block_id)
            """),
        ("every count belongs to a block", "SELECT count(*) FROM block_uses WHERE block_id NOT IN (SELECT block_id FROM blocks)"),
        ("every span points to a block", "SELECT count(*) FROM spans WHERE block_id NOT IN (SELECT block_id FROM blocks)"),
        ("no two spans share a place", "SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT block_id, part, ordinal FROM spans)) FROM spans"),
        ("every span belongs to a trace", "SELECT count(*) FROM spans WHERE trace_key NOT IN (SELECT trace_key FROM traces)"),
        ("every trace counts its spans", """
            SELECT count(*) FROM traces WHERE span_count <> (SELECT count(*) FROM spans WHERE spans.trace_key = traces.trace_key)
            """),
        ("every trace is found by the names, types and failures of its spans", """
            SELECT count(*) FROM spans s
            WHERE NOT EXISTS (SELECT 1 FROM facets f JOIN trace_facets USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND kind = 1 AND value = substr(s.name, 1, 250))
               OR (type IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM facets f JOIN trace_facets USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND kind = 2 AND value = substr(s.type, 1, 250)))
               OR (status = 2 AND NOT EXISTS (SELECT 1 FROM facets f JOIN trace_facets USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND kind = 3 AND value = 'ERROR'))
            """),
        ("every trace is found by the models and services of its spans", """
            SELECT count(*) FROM spans s
            WHERE (model_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trace_facets JOIN facets USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND facet_id = model_id AND kind = 4))
               OR (service_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trace_facets JOIN facets USING (facet_id) WHERE s.trace_key BETWEEN first_key AND last_key AND facet_id = service_id AND kind = 5))
            """),
        ("every trace is found by its tags", """
            SELECT count(*) FROM trace_tags t
            WHERE NOT EXISTS (
                SELECT 1 FROM facets f JOIN trace_facets v USING (facet_id)
                WHERE t.trace_key BETWEEN first_key AND last_key AND kind = 6 AND f.key = t.key AND (f.value = substr(t.value, 1, 250) OR length(t.value) >= 124))
              AND t.key <> 'mlflow.artifactLocation'
            """),
        ("every trace is found by its metadata", """
            SELECT count(*) FROM trace_metadata m
            WHERE NOT EXISTS (
                SELECT 1 FROM facets f JOIN trace_facets v USING (facet_id)
                WHERE m.trace_key BETWEEN first_key AND last_key AND kind = 7 AND f.key = m.key AND (f.value = substr(m.value, 1, 250) OR length(m.value) >= 124))
              AND m.key NOT IN ('mlflow.traceInputs', 'mlflow.traceOutputs', 'mlflow.trace.tokenUsage', 'mlflow.trace.cost', 'mlflow.trace.sizeStats', 'mlflow.trace.sizeBytes')
            """),
        ("ranges of one value do not overlap", """
            SELECT count(*) FROM trace_facets a JOIN trace_facets b ON a.facet_id = b.facet_id AND a.first_key < b.first_key AND a.last_key >= b.first_key
            """),
        ("the file is sound", "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
    ];

    public static void Check(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        foreach (var (rule, violations) in Rules)
        {
            using var command = connection.CreateCommand();
            command.CommandText = violations;
            command.ExecuteScalar().ShouldBe(0L, rule);
        }
    }
}
