using System.Data.Common;
using Npgsql;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Reads what a transaction that stores spans is about to touch.</summary>
internal sealed class PostgresTraceLoad(NpgsqlConnection connection)
{
    // Traces up to so many spans are read whole when they grow, as long as a group reads no more than the second number.
    private const long MaxSpansOfATrace = 1_000;
    private const long MaxSpans = 100_000;

    // Whoever stores spans has the locks of their traces, taken in one order by everybody. Never by a scan: statistics of a young table mislead the planner.
    private const string SettingsSql = "SET LOCAL enable_seqscan = off";

    private const string LockSql = $"""
        SELECT trace_id, trace_key, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
               client_request_id, fixed, revision, {UsageColumns.OfTrace}
        FROM traces WHERE trace_id = ANY($1) ORDER BY trace_id FOR UPDATE
        """;

    private const string TraceKeysSql = "SELECT nextval('traces_trace_key_seq') FROM generate_series(1, $1)";

    private const string BlockIdsSql = "SELECT nextval('blocks_block_id_seq') FROM generate_series(1, $1)";

    private const string SpanColumns = $"s.trace_key, s.span_id, s.parent_id, s.start_ns, s.end_ns, s.block_id, {UsageColumns.OfSpan}";

    private const string AllSpansSql = $"SELECT {SpanColumns} FROM spans s WHERE s.trace_key = ANY($1)";

    private const string SomeSpansSql = $"""
        SELECT {SpanColumns} FROM unnest($1, $2) AS wanted (trace_key, span_id)
        JOIN spans s ON s.trace_key = wanted.trace_key AND s.span_id = wanted.span_id
        """;

    private const string TagsSql = "SELECT trace_key, key, value, span_id FROM trace_tags WHERE trace_key = ANY($1)";

    private const string MetadataSql = "SELECT trace_key, key, value, span_id FROM trace_metadata WHERE trace_key = ANY($1)";

    private const string ExtentSql = "SELECT min(start_ns), max(end_ns), count(*) FROM spans WHERE trace_key = $1";

    /// <summary>Locks and reads the traces of batches, and draws keys for those that are new and for the blocks.</summary>
    public List<PostgresTrace> Lock(IReadOnlyList<PackedBatch> batches, out Queue<long> traceKeys, out Queue<long> blockIds)
    {
        var ids = batches.Select(batch => batch.Batch.TraceId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var blocks = batches.Select(batch => batch.Block).Distinct(ReferenceEqualityComparer.Instance).Count();
        using var batch = Batch((PostgresSchema.VersionSql, []), (SettingsSql, []), (LockSql, [ids]), (TraceKeysSql, [ids.Length]), (BlockIdsSql, [blocks]));
        using var rows = batch.ExecuteReader();
        PostgresSchema.CheckBeforeChange(Read(rows, static row => row.GetInt64(0))[0]);
        rows.NextResult();
        var found = Read(rows, ReadTrace);
        rows.NextResult();
        traceKeys = new Queue<long>(Read(rows, static row => row.GetInt64(0)));
        rows.NextResult();
        blockIds = new Queue<long>(Read(rows, static row => row.GetInt64(0)));
        return found;
    }

    /// <summary>Reads the spans of traces that the merge will ask for, and tags and metadata where a root has come.</summary>
    public void ReadSpans(
        IReadOnlyDictionary<string, PostgresTrace> byId, IReadOnlyDictionary<long, PostgresTrace> byKey, IReadOnlyList<PackedBatch> batches)
    {
        var left = MaxSpans;
        foreach (var trace in byId.Values.Where(trace => trace.Facts.SpanCount <= MaxSpansOfATrace))
        {
            left -= trace.Facts.SpanCount;
            trace.HasAllSpans = left >= 0;
        }

        var growing = batches.Select(batch => batch.Batch).Where(batch => byId.ContainsKey(batch.TraceId)).ToList();
        var some = SpansOfLargeTraces(byId, growing);
        var all = byId.Values.Where(trace => trace.HasAllSpans).Select(trace => trace.Facts.Key).ToArray();
        long[] withRoots = [.. growing.Where(batch => batch.Spans.Any(span => span.Root is not null)).Select(batch => byId[batch.TraceId].Facts.Key).Distinct()];
        foreach (var (trace, span) in some)
        {
            byKey[trace].Spans[span] = null; // unless it is found
        }

        using var batch = Batch(
            (AllSpansSql, [all]),
            (SomeSpansSql, [some.Select(span => span.Trace).ToArray(), some.Select(span => span.Span).ToArray()]),
            (TagsSql, [withRoots]),
            (MetadataSql, [withRoots]));
        using var rows = batch.ExecuteReader();
        AddSpans(rows, byKey);
        rows.NextResult();
        AddSpans(rows, byKey);
        rows.NextResult();
        AddFacts(rows, withRoots, byKey);
    }

    /// <summary>Reads tags and metadata of traces.</summary>
    public void ReadFacts(long[] keys, IReadOnlyDictionary<long, PostgresTrace> byKey)
    {
        using var batch = Batch((TagsSql, [keys]), (MetadataSql, [keys]));
        using var rows = batch.ExecuteReader();
        AddFacts(rows, keys, byKey);
    }

    public PostgresSpan? ReadSpan(long traceKey, long spanId)
    {
        using var batch = Batch((SomeSpansSql, [new[] { traceKey }, new[] { spanId }]));
        using var rows = batch.ExecuteReader();
        return rows.Read() ? ReadSpan(rows) : null;
    }

    public (long Start, long? End, long Count) ReadExtent(long traceKey)
    {
        using var batch = Batch((ExtentSql, [traceKey]));
        using var rows = batch.ExecuteReader();
        return Read(rows, static row => (row.GetInt64(0), row.Int64OrNull(1), row.GetInt64(2)))[0];
    }

    public List<SpanUsage> ReadUsage(long traceKey)
    {
        using var batch = Batch((AllSpansSql, [new[] { traceKey }]));
        using var rows = batch.ExecuteReader();
        return Read(rows, static row => new SpanUsage(row.GetInt64(1), row.Int64OrNull(2), row.TokensOrNull(6), row.CostOrNull(6 + UsageColumns.Cost)));
    }

    private NpgsqlBatch Batch(params ReadOnlySpan<(string Sql, object[] Parameters)> statements)
    {
        var batch = connection.CreateBatch();
        foreach (var (sql, parameters) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    // Of a trace that is not read whole: the spans that have come, in case they replace some, and the one that speaks for it.
    private static List<(long Trace, long Span)> SpansOfLargeTraces(IReadOnlyDictionary<string, PostgresTrace> byId, List<TraceBatch> batches)
    {
        var wanted = new HashSet<(long, long)>();
        foreach (var batch in batches)
        {
            if (byId[batch.TraceId] is { HasAllSpans: false } trace)
            {
                wanted.UnionWith(batch.Spans.Select(span => (trace.Facts.Key, span.SpanId)));
                if (trace.Facts.RootSpanId is { } root)
                {
                    wanted.Add((trace.Facts.Key, root));
                }
            }
        }

        return [.. wanted];
    }

    private static void AddSpans(DbDataReader rows, IReadOnlyDictionary<long, PostgresTrace> byKey)
    {
        while (rows.Read())
        {
            byKey[rows.GetInt64(0)].Spans[rows.GetInt64(1)] = ReadSpan(rows);
        }
    }

    private static void AddFacts(DbDataReader rows, long[] keys, IReadOnlyDictionary<long, PostgresTrace> byKey)
    {
        foreach (var key in keys)
        {
            (byKey[key].Tags, byKey[key].Metadata) = ([], []);
        }

        AddFacts(rows, key => byKey[key].Tags!);
        rows.NextResult();
        AddFacts(rows, key => byKey[key].Metadata!);
    }

    private static void AddFacts(DbDataReader rows, Func<long, Dictionary<string, PostgresFact>> facts)
    {
        while (rows.Read())
        {
            facts(rows.GetInt64(0))[rows.GetString(1)] = new PostgresFact(rows.GetString(2), rows.Int64OrNull(3), IsWritten: true);
        }
    }

    // Bounded by the parameters of the statement.
    private static List<T> Read<T>(DbDataReader rows, Func<DbDataReader, T> read)
    {
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }

    private static PostgresSpan ReadSpan(DbDataReader row) => new(
        new StoredSpan(row.Int64OrNull(2), row.GetInt64(3), row.Int64OrNull(4), row.GetInt64(5)),
        row.TokensOrNull(6),
        row.CostOrNull(6 + UsageColumns.Cost));

    private static PostgresTrace ReadTrace(DbDataReader row) => new(
        row.GetString(0),
        new TraceFacts
        {
            Key = row.GetInt64(1),
            ExperimentId = row.GetInt64(2),
            State = (TraceState)row.GetInt64(3),
            StartUnixNano = row.GetInt64(4),
            EndUnixNano = row.Int64OrNull(5),
            SpanCount = row.GetInt64(6),
            RootSpanId = row.Int64OrNull(7),
            Name = row.TextOrNull(8),
            RequestPreview = row.TextOrNull(9),
            ResponsePreview = row.TextOrNull(10),
            ClientRequestId = row.TextOrNull(11),
            Fixed = (RecordFields)row.GetInt64(12),
            Usage = row.TraceUsage(14),
        })
    {
        Revision = row.GetInt64(13),
    };
}
