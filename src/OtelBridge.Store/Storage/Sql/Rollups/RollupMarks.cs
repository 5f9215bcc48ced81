namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Notes which kept sums are no longer right, in the transaction that makes them so.</summary>
internal static class RollupMarks
{
    /// <summary>Marks a bucket (<c>@bucket</c>) of a level (<c>@level</c>) and experiment (<c>@experiment</c>).</summary>
    public const string MarkSql = "INSERT INTO rollup_marks (level, experiment_id, bucket) VALUES (@level, @experiment, @bucket) ON CONFLICT DO NOTHING";

    private const string TouchTracesSql = "INSERT INTO rollup_marks (level, experiment_id, bucket) SELECT DISTINCT 0, experiment_id, start_ns / @width FROM traces WHERE ";

    /// <summary>Notes that something changes of the traces that started with this one.</summary>
    public static void Touch(SqlSession session, long experimentId, long startUnixNano) =>
        session.Execute(
        MarkSql, ("@level", (long)RollupLevel.Finest), ("@experiment", experimentId), ("@bucket", RollupLevel.Bucket(RollupLevel.Finest, startUnixNano)));

    /// <summary>Notes that traces change, or go.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keys">The traces, as a list parameter.</param>
    public static void Touch(SqlSession session, object keys) => session.Execute(
        $"{TouchTracesSql}{session.Dialect.IsIn("trace_key", "@keys")} ON CONFLICT DO NOTHING", ("@width", RollupLevel.Width(RollupLevel.Finest)), ("@keys", keys));
}
