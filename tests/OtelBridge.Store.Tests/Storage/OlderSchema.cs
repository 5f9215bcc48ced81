namespace OtelBridge.Store.Tests.Storage;

/// <summary>Statements that take back what newer versions have added to a closed store, so that it is one of an older version.</summary>
internal static class OlderSchema
{
    private static readonly string[] CostColumns = ["input_cost", "output_cost", "total_cost", "cache_read_cost", "cache_write_cost", "reasoning_cost"];

    public static string SqliteWithoutCosts => $"""
        DROP TABLE trace_text_before; DROP TABLE text_generation;
        DROP TABLE quota_use; DROP TABLE sign_ins; DROP TABLE identities; DROP TABLE audit_entries; DROP TABLE audit_trim;
        DROP TABLE api_keys; DROP TABLE experiment_grants; DROP TABLE workspace_members; DROP TABLE people;
        DROP TABLE rollups; DROP TABLE rollup_marks; DROP INDEX traces_by_cost; DROP INDEX traces_of_experiment;
        {Drop("spans", CostColumns)}
        {Drop("traces", [.. CostColumns, "unpriced_spans"])}
        CREATE INDEX traces_of_experiment ON traces (experiment_id, start_ns, trace_key, state, end_ns, input_tokens, output_tokens, total_tokens, name);
        PRAGMA user_version = 4;
        """;

    public static string PostgresWithoutCosts => $"""
        DROP TABLE quota_use; DROP TABLE sign_ins; DROP TABLE identities; DROP TABLE audit_entries; DROP TABLE audit_trim; DROP FUNCTION audit_refuse; DROP FUNCTION audit_keep;
        DROP TABLE api_keys; DROP TABLE experiment_grants; DROP TABLE workspace_members; DROP TABLE people;
        DROP TABLE duties; DROP TABLE rollups; DROP TABLE rollup_marks; DROP INDEX traces_by_cost; DROP INDEX traces_of_experiment;
        {Drop("spans", CostColumns)}
        {Drop("traces", [.. CostColumns, "unpriced_spans"])}
        CREATE INDEX traces_of_experiment ON traces (experiment_id, start_ns, trace_key) INCLUDE (state, end_ns, input_tokens, output_tokens, total_tokens);
        UPDATE otelbridge_schema SET version = 2;
        """;

    private static string Drop(string table, IEnumerable<string> columns) => string.Concat(columns.Select(column => $"ALTER TABLE {table} DROP COLUMN {column};"));
}
