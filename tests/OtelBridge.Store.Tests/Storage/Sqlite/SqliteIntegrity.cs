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
