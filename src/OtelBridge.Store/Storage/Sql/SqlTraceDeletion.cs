namespace OtelBridge.Store.Storage.Sql;

/// <summary>Deletes traces with everything that belongs to them, in steps: between two of them other writes have their turn.</summary>
internal sealed class SqlTraceDeletion(ISqlDatabase database)
{
    // Bounds of one transaction. A trace of more spans is a step of its own.
    private const int MaxTraces = 200;
    private const long MaxSpans = 20_000;

    private const long NanosPerMs = 1_000_000;

    private const string ByIdSql = "SELECT trace_key, span_count FROM traces WHERE experiment_id = @experiment AND ";

    private const string ByTimeSql = """
        SELECT trace_key, span_count FROM traces WHERE experiment_id = @experiment AND start_ns < @end
        ORDER BY start_ns, trace_key LIMIT @limit
        """;

    private const string BlocksSql = "SELECT DISTINCT block_id FROM spans WHERE ";

    /// <summary>Deletes the traces of ids, where they belong to the experiment.</summary>
    public async Task<long> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var chunk in traceIds.Distinct().Chunk(MaxTraces))
        {
            int step;
            do
            {
                step = await database.WriteAsync(session => Delete(session, FindById(session, experiment, chunk)), 0, cancellationToken).ConfigureAwait(false);
                deleted += step;
            }
            while (step > 0);
        }

        return deleted;
    }

    /// <summary>Deletes what started up to a time, the oldest first.</summary>
    public async Task<long> DeleteAsync(long experiment, long maxTimestampMs, long maxTraces, CancellationToken cancellationToken)
    {
        var end = (long)Int128.Clamp(((Int128)maxTimestampMs + 1) * NanosPerMs, long.MinValue, long.MaxValue);
        var deleted = 0L;
        while (deleted < maxTraces)
        {
            var limit = Math.Min(MaxTraces, maxTraces - deleted);
            var step = await database.WriteAsync(session => Delete(session, FindByTime(session, experiment, end, limit)), 0, cancellationToken).ConfigureAwait(false);
            if (step == 0)
            {
                break;
            }

            deleted += step;
        }

        return deleted;
    }

    /// <summary>Deletes traces inside one transaction, and gives how many they were.</summary>
    private static int Delete(SqlSession session, List<long> traces)
    {
        if (traces.Count == 0)
        {
            return 0;
        }

        var keys = session.Dialect.List(traces);
        var isTrace = session.Dialect.IsIn("trace_key", "@keys");
        var facets = SqlFacetDeletion.Of(session, keys);
        DeleteBlocks(session, keys, isTrace);
        session.Execute($"DELETE FROM spans WHERE {isTrace}", ("@keys", keys));
        session.Execute($"DELETE FROM text_pending WHERE {isTrace}", ("@keys", keys));
        var deleted = session.Execute($"DELETE FROM traces WHERE {isTrace}", ("@keys", keys)); // and with it what refers to it
        facets.Delete(session);
        return deleted;
    }

    private static void DeleteBlocks(SqlSession session, object keys, string isTrace)
    {
        var used = session.Dialect.List(session.Query($"{BlocksSql}{isTrace}", static row => row.GetInt64(0), ("@keys", keys)));
        session.Execute(
            $"""
            UPDATE block_uses SET spans = block_uses.spans - gone.spans
            FROM (SELECT block_id, count(*) AS spans FROM spans WHERE {isTrace} GROUP BY block_id) AS gone
            WHERE gone.block_id = block_uses.block_id
            """,
            ("@keys", keys));
        var isUnused = $"{session.Dialect.IsIn("block_id", "@blocks")} AND block_id IN (SELECT block_id FROM block_uses WHERE spans <= 0 AND {session.Dialect.IsIn("block_id", "@blocks")})";
        session.Execute($"DELETE FROM blocks WHERE {isUnused}", ("@blocks", used));
        session.Execute($"DELETE FROM block_uses WHERE spans <= 0 AND {session.Dialect.IsIn("block_id", "@blocks")}", ("@blocks", used));
    }

    private static List<long> FindById(SqlSession session, long experiment, string[] traceIds) => OfOneStep(session.Query(
        ByIdSql + session.Dialect.IsIn("trace_id", "@ids") + " ORDER BY trace_key" + session.Dialect.Locked,
        static row => (row.GetInt64(0), row.GetInt64(1)),
        ("@experiment", experiment),
        ("@ids", session.Dialect.List(traceIds))));

    private static List<long> FindByTime(SqlSession session, long experiment, long end, long limit) => OfOneStep(session.Query(
        ByTimeSql + session.Dialect.Locked,
        static row => (row.GetInt64(0), row.GetInt64(1)),
        ("@experiment", experiment),
        ("@end", end),
        ("@limit", limit)));

    private static List<long> OfOneStep(List<(long Key, long Spans)> found)
    {
        var spans = 0L;
        return [.. found.TakeWhile((trace, position) => (spans += trace.Spans) <= MaxSpans || position == 0).Select(static trace => trace.Key)];
    }
}
