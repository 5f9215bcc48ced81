using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The statements of the write path, each prepared once.</summary>
internal sealed class SqliteTraceStatements : IDisposable
{
    private const string FindTraceSql = """
        SELECT trace_key, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
               client_request_id, input_tokens, output_tokens, total_tokens
        FROM traces WHERE trace_id = @p1
        """;

    private const string InsertTraceSql = """
        INSERT INTO traces (trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
                            client_request_id, input_tokens, output_tokens, total_tokens)
        VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14)
        RETURNING trace_key
        """;

    private const string UpdateTraceSql = """
        UPDATE traces
        SET experiment_id = @p2, state = @p3, start_ns = @p4, end_ns = @p5, span_count = @p6, root_span_id = @p7, name = @p8, request_preview = @p9,
            response_preview = @p10, client_request_id = @p11, input_tokens = @p12, output_tokens = @p13, total_tokens = @p14
        WHERE trace_key = @p1
        """;

    private const string InsertBlockSql = "INSERT INTO blocks (codec, size, payload) VALUES (@p1, @p2, @p3) RETURNING block_id";

    private const string DropBlockUnlessUsedSql = """
        DELETE FROM blocks
        WHERE block_id = @p1 AND NOT EXISTS (SELECT 1 FROM spans WHERE trace_key = @p2 AND block_id = @p1)
        """;

    private const string FindSpanSql = "SELECT parent_id, start_ns, end_ns, block_id FROM spans WHERE trace_key = @p1 AND span_id = @p2";

    private const string PutSpanSql = """
        INSERT OR REPLACE INTO spans (trace_key, span_id, parent_id, block_id, ordinal, status, start_ns, end_ns, name, type,
                                      input_tokens, output_tokens, total_tokens)
        VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
        """;

    private const string ReadExtentSql = "SELECT min(start_ns), max(end_ns), count(*) FROM spans WHERE trace_key = @p1";

    private const string ReadUsageSql = "SELECT span_id, parent_id, input_tokens, output_tokens, total_tokens FROM spans WHERE trace_key = @p1";

    private const string PutTagSql = """
        INSERT INTO trace_tags (trace_key, key, value) VALUES (@p1, @p2, @p3)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value WHERE @p4
        """;

    private const string PutMetadataSql = """
        INSERT INTO trace_metadata (trace_key, key, value) VALUES (@p1, @p2, @p3)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value WHERE @p4
        """;

    private readonly SqliteStatement _findTrace;
    private readonly SqliteStatement _insertTrace;
    private readonly SqliteStatement _updateTrace;
    private readonly SqliteStatement _insertBlock;
    private readonly SqliteStatement _dropBlockUnlessUsed;
    private readonly SqliteStatement _findSpan;
    private readonly SqliteStatement _putSpan;
    private readonly SqliteStatement _readExtent;
    private readonly SqliteStatement _readUsage;
    private readonly SqliteStatement _putTag;
    private readonly SqliteStatement _putMetadata;

    public SqliteTraceStatements(SqliteConnection connection)
    {
        Connection = connection;
        _findTrace = new SqliteStatement(connection, FindTraceSql, 1);
        _insertTrace = new SqliteStatement(connection, InsertTraceSql, 14);
        _updateTrace = new SqliteStatement(connection, UpdateTraceSql, 14);
        _insertBlock = new SqliteStatement(connection, InsertBlockSql, 3);
        _dropBlockUnlessUsed = new SqliteStatement(connection, DropBlockUnlessUsedSql, 2);
        _findSpan = new SqliteStatement(connection, FindSpanSql, 2);
        _putSpan = new SqliteStatement(connection, PutSpanSql, 13);
        _readExtent = new SqliteStatement(connection, ReadExtentSql, 1);
        _readUsage = new SqliteStatement(connection, ReadUsageSql, 1);
        _putTag = new SqliteStatement(connection, PutTagSql, 4);
        _putMetadata = new SqliteStatement(connection, PutMetadataSql, 4);
    }

    /// <summary>Gets the writing connection, for statements that are run too seldom to be prepared.</summary>
    public SqliteConnection Connection { get; }

    public TraceFacts? FindTrace(string traceId)
    {
        using var row = _findTrace.Set(1, traceId).Read();
        return row.Read()
            ? new TraceFacts
            {
                Key = row.GetInt64(0),
                ExperimentId = row.GetInt64(1),
                State = (Tracking.V1.TraceState)row.GetInt32(2),
                StartUnixNano = row.GetInt64(3),
                EndUnixNano = row.Int64OrNull(4),
                SpanCount = row.GetInt64(5),
                RootSpanId = row.Int64OrNull(6),
                Name = row.TextOrNull(7),
                RequestPreview = row.TextOrNull(8),
                ResponsePreview = row.TextOrNull(9),
                ClientRequestId = row.TextOrNull(10),
                TokenUsage = row.UsageOrNull(11),
            }
            : null;
    }

    public long InsertTrace(string traceId, TraceFacts trace) =>
        SetFacts(_insertTrace.Set(1, traceId), trace).RunScalar()
        ?? throw new InvalidOperationException("SQLite returned no key for a new trace.");

    public void UpdateTrace(TraceFacts trace) => SetFacts(_updateTrace.Set(1, trace.Key), trace).Run();

    public long InsertBlock(EncodedPayload payload) =>
        _insertBlock.Set(1, (long)payload.Codec).Set(2, payload.Size).Set(3, payload.Bytes).RunScalar()
        ?? throw new InvalidOperationException("SQLite returned no key for a new block.");

    public void DropBlockUnlessUsed(long blockId, long traceKey) => _dropBlockUnlessUsed.Set(1, blockId).Set(2, traceKey).Run();

    public StoredSpan? FindSpan(long traceKey, long spanId)
    {
        using var row = _findSpan.Set(1, traceKey).Set(2, spanId).Read();
        return row.Read() ? new StoredSpan(row.Int64OrNull(0), row.GetInt64(1), row.Int64OrNull(2), row.GetInt64(3)) : null;
    }

    /// <summary>Stores the search columns of a span, in place of those it had.</summary>
    public void PutSpan(long traceKey, long blockId, int ordinal, SpanRow span) => _putSpan
        .Set(1, traceKey)
        .Set(2, span.SpanId)
        .Set(3, span.ParentSpanId)
        .Set(4, blockId)
        .Set(5, ordinal)
        .Set(6, span.Status)
        .Set(7, span.StartUnixNano)
        .Set(8, span.EndUnixNano)
        .Set(9, span.Name)
        .Set(10, span.Type)
        .Set(11, span.TokenUsage?.Input)
        .Set(12, span.TokenUsage?.Output)
        .Set(13, span.TokenUsage?.Total)
        .Run();

    /// <summary>Reads start, end and number of the stored spans of a trace.</summary>
    public (long Start, long? End, long Count) ReadExtent(long traceKey)
    {
        using var row = _readExtent.Set(1, traceKey).Read();
        row.Read();
        return (row.GetInt64(0), row.Int64OrNull(1), row.GetInt64(2));
    }

    public List<SpanUsage> ReadUsage(long traceKey)
    {
        var spans = new List<SpanUsage>(); // bounded by the number of spans of one trace
        using var row = _readUsage.Set(1, traceKey).Read();
        while (row.Read())
        {
            spans.Add(new SpanUsage(row.GetInt64(0), row.Int64OrNull(1), row.UsageOrNull(2)));
        }

        return spans;
    }

    public void PutTag(long traceKey, string key, string value, bool overwrite) =>
        _putTag.Set(1, traceKey).Set(2, key).Set(3, value).Set(4, overwrite ? 1 : 0).Run();

    public void PutMetadata(long traceKey, string key, string value, bool overwrite) =>
        _putMetadata.Set(1, traceKey).Set(2, key).Set(3, value).Set(4, overwrite ? 1 : 0).Run();

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[
            _findTrace, _insertTrace, _updateTrace, _insertBlock, _dropBlockUnlessUsed, _findSpan, _putSpan, _readExtent, _readUsage, _putTag, _putMetadata])
        {
            statement.Dispose();
        }
    }

    private static SqliteStatement SetFacts(SqliteStatement statement, TraceFacts trace) => statement
        .Set(2, trace.ExperimentId)
        .Set(3, (long)trace.State)
        .Set(4, trace.StartUnixNano)
        .Set(5, trace.EndUnixNano)
        .Set(6, trace.SpanCount)
        .Set(7, trace.RootSpanId)
        .Set(8, trace.Name)
        .Set(9, trace.RequestPreview)
        .Set(10, trace.ResponsePreview)
        .Set(11, trace.ClientRequestId)
        .Set(12, trace.TokenUsage?.Input)
        .Set(13, trace.TokenUsage?.Output)
        .Set(14, trace.TokenUsage?.Total);
}
