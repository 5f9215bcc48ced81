using System.Data.Common;
using System.Globalization;
using Google.Protobuf.Collections;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads trace records: one by id, or a page of them.</summary>
internal static class SqlTraceRecords
{
    private const string Columns = """
        trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, name, request_preview, response_preview, client_request_id,
        input_tokens, output_tokens, total_tokens, expected_spans
        """;

    private const string FindSql = $"SELECT {Columns} FROM traces WHERE trace_id = @id";

    // Row values compare like a sort: everything that comes after the last item of the previous page.
    private const string PageSql = $"""
        SELECT {Columns} FROM traces WHERE (start_ns, trace_key) < (@start, @key)
        ORDER BY start_ns DESC, trace_key DESC LIMIT @limit
        """;

    private const string PageOfExperimentSql = $"""
        SELECT {Columns} FROM traces WHERE experiment_id = @experiment AND (start_ns, trace_key) < (@start, @key)
        ORDER BY start_ns DESC, trace_key DESC LIMIT @limit
        """;

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

    /// <summary>Reads a page, newest first.</summary>
    public static Page<TraceInfo> Page(SqlSession session, TraceQuery query, PageToken after)
    {
        // Each experiment is a walk along its own index; merging their first pages costs less than sorting all of them. One more than asked for tells
        // whether there is a next page.
        var limit = query.MaxResults + 1;
        var found = query.ExperimentIds.Count == 0
            ? ReadPage(session, PageSql, null, after, limit)
            : [.. ExperimentKeys(query.ExperimentIds)
                .SelectMany(id => ReadPage(session, PageOfExperimentSql, id, after, limit))
                .OrderByDescending(r => r.Info.StartTimeUnixNano).ThenByDescending(r => r.Key)
                .Take(limit)];
        var next = string.Empty;
        if (found.Count == limit)
        {
            found.RemoveAt(limit - 1);
            next = new PageToken(PageToken.Traces, (long)found[^1].Info.StartTimeUnixNano, found[^1].Key).ToString();
        }

        Attach(session, found);
        return new Page<TraceInfo>([.. found.Select(r => r.Info)], next);
    }

    // Text that is no number names no experiment.
    private static IEnumerable<long> ExperimentKeys(IReadOnlyList<string> ids) => ids
        .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : -1)
        .Distinct();

    private static List<(long Key, TraceInfo Info)> ReadPage(SqlSession session, string sql, long? experiment, PageToken after, int limit)
    {
        using var command = session.Command(
            sql, ("@start", after.SortValue), ("@key", after.Key), ("@limit", limit), ("@experiment", experiment));
        return ReadRecords(command);
    }

    private static List<(long Key, TraceInfo Info)> ReadRecords(DbCommand command)
    {
        var records = new List<(long, TraceInfo)>(); // bounded by the limit of the statement
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

        if (row.UsageOrNull(11) is { } usage)
        {
            info.TokenUsage = new TokenUsage { InputTokens = usage.Input, OutputTokens = usage.Output, TotalTokens = usage.Total };
        }

        if (row.Int64OrNull(14) is { } expected)
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
