using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Deletes traces with everything that belongs to them, in steps: between two of them other writes have their turn.</summary>
internal sealed class SqlTraceDeletion(ISqlDatabase database, TimeProvider time)
{
    // Bounds of one transaction, some 10 ms: nothing that comes meanwhile waits for long. A trace of more spans is a step of its own.
    private const int MaxTraces = 128;
    private const long MaxSpans = 5_000;

    private const long NanosPerMs = 1_000_000;

    private const string ByIdSql = "SELECT trace_key, span_count FROM traces WHERE experiment_id = @experiment AND ";

    private const string ByTimeSql = """
        SELECT trace_key, span_count FROM traces WHERE experiment_id = @experiment AND start_ns <= @last
        ORDER BY start_ns, trace_key LIMIT @limit
        """;

    // What is still to be deleted, in the order in which everybody locks traces.
    private const string LockSql = "SELECT trace_key FROM traces WHERE experiment_id = @experiment AND start_ns <= @last AND ";

    private const string BlocksSql = "SELECT DISTINCT block_id FROM spans WHERE ";

    /// <summary>Deletes the traces of ids, where they belong to the experiment.</summary>
    public async Task<long> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var chunk in traceIds.Distinct().Chunk(MaxTraces))
        {
            while (await StepAsync(session => FindById(session, experiment, chunk), experiment, long.MaxValue, cancellationToken).ConfigureAwait(false) is { } step)
            {
                deleted += step;
            }
        }

        return deleted;
    }

    /// <summary>Deletes what started up to a time, the oldest first.</summary>
    public async Task<long> DeleteAsync(long experiment, long maxTimestampMs, long maxTraces, CancellationToken cancellationToken)
    {
        var last = (long)Int128.Clamp((((Int128)maxTimestampMs + 1) * NanosPerMs) - 1, long.MinValue, long.MaxValue);
        var deleted = 0L;
        while (deleted < maxTraces)
        {
            var started = time.GetTimestamp();
            var limit = Math.Min(MaxTraces, maxTraces - deleted);
            if (await StepAsync(session => FindByTime(session, experiment, last, limit), experiment, last, cancellationToken).ConfigureAwait(false) is not { } step)
            {
                break;
            }

            deleted += step;

            // As long a rest as the step took, its wait for others included: half of the time is theirs, and more when they are many.
            await Task.Delay(time.GetElapsedTime(started), time, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <summary>Deletes what is found, and gives how many were still there to be deleted; null when nothing is found.</summary>
    private async Task<long?> StepAsync(Func<SqlSession, List<long>> find, long experiment, long last, CancellationToken cancellationToken)
    {
        // Beside the thread that writes.
        var found = await database.ReadAsync(find, cancellationToken).ConfigureAwait(false);
        return found.Count == 0
            ? null
            : await database.WriteAsync(session => Delete(session, experiment, last, found), found.Count * sizeof(long), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes traces inside one transaction, and gives how many they were.</summary>
    private static int Delete(SqlSession session, long experiment, long last, List<long> found)
    {
        var isFound = session.Dialect.IsIn("trace_key", "@keys");
        var traces = session.Query(
            $"{LockSql}{isFound} ORDER BY trace_id{session.Dialect.Locked}",
            static row => row.GetInt64(0),
            ("@experiment", experiment),
            ("@last", last),
            ("@keys", session.Dialect.List(found)));
        if (traces.Count == 0)
        {
            return 0;
        }

        var keys = session.Dialect.List(traces);
        if (session.Dialect.RemoveText is { } removeText)
        {
            session.Execute(removeText, ("@keys", keys));
        }

        RollupMarks.Touch(session, keys);
        var facets = SqlFacetDeletion.Of(session, keys);
        DeleteBlocks(session, keys, isFound);
        session.Execute($"DELETE FROM spans WHERE {isFound}", ("@keys", keys));
        session.Execute($"DELETE FROM text_pending WHERE {isFound}", ("@keys", keys));
        var deleted = session.Execute($"DELETE FROM traces WHERE {isFound}", ("@keys", keys)); // and with it what refers to it
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
        ByIdSql + session.Dialect.IsIn("trace_id", "@ids") + " ORDER BY trace_key",
        static row => (row.GetInt64(0), row.GetInt64(1)),
        ("@experiment", experiment),
        ("@ids", session.Dialect.List(traceIds))));

    private static List<long> FindByTime(SqlSession session, long experiment, long last, long limit) => OfOneStep(session.Query(
        ByTimeSql,
        static row => (row.GetInt64(0), row.GetInt64(1)),
        ("@experiment", experiment),
        ("@last", last),
        ("@limit", limit)));

    private static List<long> OfOneStep(List<(long Key, long Spans)> found)
    {
        var spans = 0L;
        return [.. found.TakeWhile((trace, position) => (spans += trace.Spans) <= MaxSpans || position == 0).Select(static trace => trace.Key)];
    }
}
