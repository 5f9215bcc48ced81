using System.Data.Common;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql.Rollups;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads and changes the row of one trace, for what is said of it besides its spans.</summary>
internal static class SqlTraceFacts
{
    private const string InsertSql = """
        INSERT INTO traces (trace_id, experiment_id, state, start_ns, span_count) VALUES (@id, @experiment, @state, @now, 0)
        ON CONFLICT (trace_id) DO NOTHING
        """;

    private const string ReadSql = """
        SELECT trace_key, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
               client_request_id, fixed, expected_spans
        FROM traces WHERE trace_id = @id
        """;

    private const string KeySql = "SELECT trace_key FROM traces WHERE trace_id = @id";

    private const string ExtentSql = "SELECT min(start_ns), max(end_ns) FROM spans WHERE trace_key = @key";

    private const string UpdateSql = """
        UPDATE traces
        SET experiment_id = @experiment, state = @state, start_ns = @start, end_ns = @end, name = @name, request_preview = @request,
            response_preview = @response, client_request_id = @client, fixed = @fixed, expected_spans = @expected
        WHERE trace_key = @key
        """;

    /// <summary>Makes the row of a trace, if it has none.</summary>
    public static void Ensure(SqlSession session, string traceId, long experimentId, long nowNanos) => session.Execute(
        InsertSql, ("@id", traceId), ("@experiment", experimentId), ("@state", (long)TraceState.InProgress), ("@now", nowNanos));

    /// <summary>Gives the key of a trace and keeps others from changing it.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    public static long Lock(SqlSession session, string traceId) =>
        session.Number(KeySql + session.Dialect.Locked, ("@id", traceId)) ?? throw NotStored(traceId);

    /// <summary>Gives the key of a trace.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    public static long Key(SqlSession session, string traceId) => session.Number(KeySql, ("@id", traceId)) ?? throw NotStored(traceId);

    /// <summary>Reads the facts of a trace and keeps others from changing them; the token usage, which only spans say, is left out.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    public static TraceFacts Read(SqlSession session, string traceId) =>
        session.Query(ReadSql + session.Dialect.Locked, ToFacts, ("@id", traceId)) is [var trace] ? trace : throw NotStored(traceId);

    /// <summary>Gives first start and last end of the stored spans; null when there are none.</summary>
    public static (long Start, long? End)? ReadExtent(SqlSession session, TraceFacts trace) => trace.SpanCount == 0
        ? null
        : session.Query<(long, long?)>(ExtentSql, static row => (row.GetInt64(0), row.Int64OrNull(1)), ("@key", trace.Key))[0];

    public static void Update(SqlSession session, TraceFacts trace)
    {
        RollupMarks.Touch(session, session.Dialect.List([trace.Key])); // where it was
        RollupMarks.Touch(session, trace.ExperimentId, trace.StartUnixNano); // and where it will be
        session.Execute(
            UpdateSql,
            ("@key", trace.Key),
            ("@experiment", trace.ExperimentId),
            ("@state", (long)trace.State),
            ("@start", trace.StartUnixNano),
            ("@end", trace.EndUnixNano),
            ("@name", trace.Name),
            ("@request", trace.RequestPreview),
            ("@response", trace.ResponsePreview),
            ("@client", trace.ClientRequestId),
            ("@fixed", (long)trace.Fixed),
            ("@expected", trace.ExpectedSpans));
    }

    public static NotStoredException NotStored(string traceId) => new($"Trace with ID '{traceId}' not found.");

    private static TraceFacts ToFacts(DbDataReader row) => new()
    {
        Key = row.GetInt64(0),
        ExperimentId = row.GetInt64(1),
        State = (TraceState)row.GetInt64(2),
        StartUnixNano = row.GetInt64(3),
        EndUnixNano = row.Int64OrNull(4),
        SpanCount = row.GetInt64(5),
        RootSpanId = row.Int64OrNull(6),
        Name = row.TextOrNull(7),
        RequestPreview = row.TextOrNull(8),
        ResponsePreview = row.TextOrNull(9),
        ClientRequestId = row.TextOrNull(10),
        Fixed = (RecordFields)row.GetInt64(11),
        ExpectedSpans = row.Int64OrNull(12),
    };
}
