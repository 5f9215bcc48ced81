using System.Data.Common;
using System.Globalization;
using Google.Protobuf.Collections;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads trace records: one by id, or a page of them.</summary>
internal static class SqlTraceRecords
{
    private const string Columns = $"""
        trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, name, request_preview, response_preview, client_request_id,
        expected_spans, {UsageColumns.OfTrace}
        """;

    private const string FindSql = $"SELECT {Columns} FROM traces WHERE trace_id = @id";

    private const string ReadSql = $"SELECT {Columns} FROM traces WHERE ";

    // Keys ascend in the order of first arrival.
    private const string AfterSql = $"SELECT {Columns} FROM traces WHERE trace_key > @after ORDER BY trace_key LIMIT @limit";

    private const string TagsSql = "SELECT trace_key, key, value FROM trace_tags WHERE ";

    private const string MetadataSql = "SELECT trace_key, key, value FROM trace_metadata WHERE ";

    private const string RunsSql = "SELECT trace_key, run_id FROM trace_runs WHERE ";

    /// <summary>Finds a record and the key of its trace.</summary>
    public static (long Key, TraceInfo Info)? Find(SqlSession session, string traceId)
    {
        using var command = session.Command(FindSql, ("@id", traceId));
        var found = ReadRecords(command);
        if (found.Count == 0)
        {
            return null;
        }

        Attach(session, found);
        return found[0];
    }

    /// <summary>Reads the records of traces, in the order of their keys.</summary>
    public static IReadOnlyList<TraceInfo> Read(SqlSession session, IReadOnlyList<long> keys)
    {
        using var command = session.Command(ReadSql + session.Dialect.IsIn("trace_key", "@keys"), ("@keys", session.Dialect.List(keys)));
        var found = ReadRecords(command);
        Attach(session, found);
        var byKey = found.ToDictionary(record => record.Key, record => record.Info);
        return [.. keys.Select(key => byKey[key])]; // one state of the store: what was found is there
    }

    /// <summary>Reads the records of traces, in the order of the ids; those that are not stored are left out.</summary>
    public static IReadOnlyList<TraceInfo> Read(SqlSession session, IReadOnlyList<string> traceIds)
    {
        using var command = session.Command(ReadSql + session.Dialect.IsIn("trace_id", "@ids"), ("@ids", session.Dialect.List([.. traceIds])));
        var found = ReadRecords(command);
        Attach(session, found);
        var byId = found.ToDictionary(record => record.Info.TraceId, record => record.Info, StringComparer.Ordinal);
        return [.. traceIds.Distinct().Select(id => byId.GetValueOrDefault(id)).OfType<TraceInfo>()];
    }

    /// <summary>Reads a page of the records of all traces, in the order of their keys.</summary>
    public static Page<TraceInfo> ReadAfter(SqlSession session, long key, int limit)
    {
        using var command = session.Command(AfterSql, ("@after", key), ("@limit", limit + 1L));
        var found = ReadRecords(command);
        var hasMore = found.Count > limit;
        if (hasMore)
        {
            found.RemoveAt(limit);
        }

        Attach(session, found);
        return new Page<TraceInfo>(
            [.. found.Select(record => record.Info)], hasMore ? new PageToken(PageToken.Arrivals, 0, found[^1].Key).ToString() : string.Empty);
    }

    private static List<(long Key, TraceInfo Info)> ReadRecords(DbCommand command)
    {
        var records = new List<(long, TraceInfo)>(); // bounded by the keys asked for
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            records.Add((row.GetInt64(0), ReadRecord(row)));
        }

        return records;
    }

    private static TraceInfo ReadRecord(DbDataReader row)
    {
        var start = row.GetInt64(4);
        var info = new TraceInfo
        {
            TraceId = row.GetString(1),
            ExperimentId = row.GetInt64(2).ToString(CultureInfo.InvariantCulture),
            State = (TraceState)row.GetInt64(3),
            StartTimeUnixNano = (ulong)start,
            SpanCount = row.GetInt64(6),
            Name = row.TextOrNull(7) ?? string.Empty,
        };

        // Optional fields of a message are set or absent; null is neither.
        if (row.Int64OrNull(5) is { } end)
        {
            info.DurationNano = end - start;
        }

        if (row.TextOrNull(8) is { } request)
        {
            info.RequestPreview = request;
        }

        if (row.TextOrNull(9) is { } response)
        {
            info.ResponsePreview = response;
        }

        if (row.TextOrNull(10) is { } clientRequestId)
        {
            info.ClientRequestId = clientRequestId;
        }

        var usage = row.TraceUsage(12);
        if (usage.Tokens is { } tokens)
        {
            info.TokenUsage = new TokenUsage { InputTokens = tokens.Input, OutputTokens = tokens.Output, TotalTokens = tokens.Total };
        }

        if (usage.Cost is { } cost)
        {
            info.Cost = cost.ToMessage();
            info.Cost.UnpricedSpans = usage.UnpricedSpans ?? 0;
        }

        if (row.Int64OrNull(11) is { } expected)
        {
            info.ExpectedSpanCount = expected;
        }

        return info;
    }

    private static void Attach(SqlSession session, List<(long Key, TraceInfo Info)> records)
    {
        var byKey = records.ToDictionary(r => r.Key, r => r.Info);
        var keys = session.Dialect.List(byKey.Keys);
        Fill(session, TagsSql, keys, key => byKey[key].Tags);
        Fill(session, MetadataSql, keys, key => byKey[key].Metadata);
        foreach (var (key, run) in session.Query(
            $"{RunsSql}{session.Dialect.IsIn("trace_key", "@keys")} ORDER BY trace_key, run_id", static row => (row.GetInt64(0), row.GetString(1)), ("@keys", keys)))
        {
            byKey[key].RunIds.Add(run);
        }

        foreach (var (key, assessment) in SqlAssessments.OfTraces(session, keys))
        {
            byKey[key].Assessments.Add(assessment);
        }
    }

    private static void Fill(SqlSession session, string sql, object keys, Func<long, MapField<string, string>> map)
    {
        using var command = session.Command(sql + session.Dialect.IsIn("trace_key", "@keys"), ("@keys", keys));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            map(row.GetInt64(0))[row.GetString(1)] = row.GetString(2);
        }
    }
}
