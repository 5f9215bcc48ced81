using Microsoft.Data.Sqlite;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The statements of the write path, each prepared once.</summary>
internal sealed class SqliteTraceStatements : ITraceMergeSession, IDisposable
{
    private const string FindTraceSql = $"""
        SELECT trace_key, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
               client_request_id, fixed, {UsageColumns.OfTrace}
        FROM traces WHERE trace_id = ?1
        """;

    private const string InsertTraceSql = $"""
        INSERT INTO traces (trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
                            client_request_id, {UsageColumns.OfTrace})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        RETURNING trace_key
        """;

    private const string UpdateTraceSql = $"""
        UPDATE traces
        SET experiment_id = ?2, state = ?3, start_ns = ?4, end_ns = ?5, span_count = ?6, root_span_id = ?7, name = ?8, request_preview = ?9,
            response_preview = ?10, client_request_id = ?11,
            ({UsageColumns.OfTrace}) = (?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21), text_stale = max(text_stale, ?22)
        WHERE trace_key = ?1
        """;

    private const string InsertBlockSql = "INSERT INTO blocks (codec, size, payload) VALUES (?1, ?2, ?3) RETURNING block_id";

    private const string AddBlockUseSql = """
        INSERT INTO block_uses (block_id, spans) VALUES (?1, ?2)
        ON CONFLICT (block_id) DO UPDATE SET spans = spans + excluded.spans
        RETURNING spans
        """;

    private const string DropBlockUseSql = "DELETE FROM block_uses WHERE block_id = ?1";

    private const string DropBlockSql = "DELETE FROM blocks WHERE block_id = ?1";

    private const string FindSpanSql = "SELECT parent_id, start_ns, end_ns, block_id FROM spans WHERE trace_key = ?1 AND span_id = ?2";

    private const string PutSpanSql = $"""
        INSERT OR REPLACE INTO spans (trace_key, span_id, parent_id, block_id, part, ordinal, status, start_ns, end_ns, name, type,
                                      model_id, service_id, error, {UsageColumns.OfSpan})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        """;

    private const string PendTextSql = "INSERT OR IGNORE INTO text_pending (trace_key) VALUES (?1)";

    private const string ReadExtentSql = "SELECT min(start_ns), max(end_ns), count(*) FROM spans WHERE trace_key = ?1";

    private const string ReadUsageSql = $"SELECT span_id, parent_id, {UsageColumns.OfSpan} FROM spans WHERE trace_key = ?1";

    // The better root wins, see TraceFacts.IsBetterRoot; what is not from a span stays.
    private const string PutTagSql = """
        INSERT INTO trace_tags (trace_key, key, value, span_id) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = excluded.span_id
        WHERE (?5, ?6, ?4) <= (SELECT parent_id IS NOT NULL, start_ns, s.span_id FROM spans s WHERE s.trace_key = ?1 AND s.span_id = trace_tags.span_id)
        """;

    private const string PutMetadataSql = """
        INSERT INTO trace_metadata (trace_key, key, value, span_id) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = excluded.span_id
        WHERE (?5, ?6, ?4) <= (SELECT parent_id IS NOT NULL, start_ns, s.span_id FROM spans s WHERE s.trace_key = ?1 AND s.span_id = trace_metadata.span_id)
        """;

    private const string TakeTagsSql = "DELETE FROM trace_tags WHERE trace_key = ?1 AND span_id = ?2 RETURNING key";

    private const string TakeMetadataSql = "DELETE FROM trace_metadata WHERE trace_key = ?1 AND span_id = ?2 RETURNING key";

    private readonly SqliteStatement _findTrace;
    private readonly SqliteStatement _insertTrace;
    private readonly SqliteStatement _updateTrace;
    private readonly SqliteStatement _insertBlock;
    private readonly SqliteStatement _addBlockUse;
    private readonly SqliteStatement _dropBlockUse;
    private readonly SqliteStatement _dropBlock;
    private readonly SqliteStatement _findSpan;
    private readonly SqliteStatement _putSpan;
    private readonly SqliteStatement _pendText;
    private readonly SqliteStatement _readExtent;
    private readonly SqliteStatement _readUsage;
    private readonly SqliteStatement _putTag;
    private readonly SqliteStatement _putMetadata;
    private readonly SqliteStatement _takeTags;
    private readonly SqliteStatement _takeMetadata;

    public SqliteTraceStatements(SqliteConnection connection)
    {
        Connection = connection;
        Facets = new SqliteFacets(connection);
        Marks = new SqliteRollupMarks(connection);
        _findTrace = new SqliteStatement(connection, FindTraceSql);
        _insertTrace = new SqliteStatement(connection, InsertTraceSql);
        _updateTrace = new SqliteStatement(connection, UpdateTraceSql);
        _insertBlock = new SqliteStatement(connection, InsertBlockSql);
        _addBlockUse = new SqliteStatement(connection, AddBlockUseSql);
        _dropBlockUse = new SqliteStatement(connection, DropBlockUseSql);
        _dropBlock = new SqliteStatement(connection, DropBlockSql);
        _findSpan = new SqliteStatement(connection, FindSpanSql);
        _putSpan = new SqliteStatement(connection, PutSpanSql);
        _pendText = new SqliteStatement(connection, PendTextSql);
        _readExtent = new SqliteStatement(connection, ReadExtentSql);
        _readUsage = new SqliteStatement(connection, ReadUsageSql);
        _putTag = new SqliteStatement(connection, PutTagSql);
        _putMetadata = new SqliteStatement(connection, PutMetadataSql);
        _takeTags = new SqliteStatement(connection, TakeTagsSql);
        _takeMetadata = new SqliteStatement(connection, TakeMetadataSql);
    }

    /// <summary>Gets the writing connection, for statements that are run too seldom to be prepared.</summary>
    public SqliteConnection Connection { get; }

    public UsageTrees UsageTrees { get; } = new();

    /// <summary>Gets what traces are found by.</summary>
    public SqliteFacets Facets { get; }

    /// <summary>Gets the notes of which kept sums are no longer right.</summary>
    public SqliteRollupMarks Marks { get; }

    public TraceFacts? FindTrace(string traceId)
    {
        if (!_findTrace.Set(1, traceId).Step())
        {
            return null;
        }

        var trace = new TraceFacts
        {
            Key = _findTrace.Int64(0),
            ExperimentId = _findTrace.Int64(1),
            State = (Tracking.V1.TraceState)_findTrace.Int64(2),
            StartUnixNano = _findTrace.Int64(3),
            EndUnixNano = _findTrace.Int64OrNull(4),
            SpanCount = _findTrace.Int64(5),
            RootSpanId = _findTrace.Int64OrNull(6),
            Name = _findTrace.TextOrNull(7),
            RequestPreview = _findTrace.TextOrNull(8),
            ResponsePreview = _findTrace.TextOrNull(9),
            ClientRequestId = _findTrace.TextOrNull(10),
            Fixed = (RecordFields)_findTrace.Int64(11),
            Usage = _findTrace.TraceUsage(12),
        };
        _findTrace.Reset();
        Marks.Touch(trace.ExperimentId, trace.StartUnixNano); // what is found here is about to grow, and may move
        return trace;
    }

    public long InsertTrace(string traceId, TraceFacts trace)
    {
        Marks.Touch(trace.ExperimentId, trace.StartUnixNano);
        var key = Key(SetFacts(_insertTrace.Set(1, traceId), trace));
        _pendText.Set(1, key).Run();
        return key;
    }

    public void UpdateTrace(TraceFacts trace, bool spansReplaced)
    {
        Marks.Touch(trace.ExperimentId, trace.StartUnixNano);
        SetFacts(_updateTrace.Set(1, trace.Key), trace).Set(22, spansReplaced ? 1 : 0).Run();
        _pendText.Set(1, trace.Key).Run();
    }

    public long InsertBlock(PayloadBlock block) => Key(_insertBlock.Set(1, (long)block.Codec).Set(2, block.Size).Set(3, block.Bytes));

    public void AddBlockUse(long blockId, int spans)
    {
        if (_addBlockUse.Set(1, blockId).Set(2, spans).RunScalar() <= 0)
        {
            _dropBlockUse.Set(1, blockId).Run();
            _dropBlock.Set(1, blockId).Run();
        }
    }

    public StoredSpan? FindSpan(long traceKey, long spanId)
    {
        if (!_findSpan.Set(1, traceKey).Set(2, spanId).Step())
        {
            return null;
        }

        var span = new StoredSpan(_findSpan.Int64OrNull(0), _findSpan.Int64(1), _findSpan.Int64OrNull(2), _findSpan.Int64(3));
        _findSpan.Reset();
        return span;
    }

    public void PutSpan(long traceKey, long blockId, int part, int ordinal, SpanRow span) => _putSpan
        .Set(1, traceKey)
        .Set(2, span.SpanId)
        .Set(3, span.ParentSpanId)
        .Set(4, blockId)
        .Set(5, part)
        .Set(6, ordinal)
        .Set(7, span.Status)
        .Set(8, span.StartUnixNano)
        .Set(9, span.EndUnixNano)
        .Set(10, span.Name)
        .Set(11, span.Type)
        .Set(12, Facets.ModelId(span.Model))
        .Set(13, Facets.ServiceId(span.ServiceName))
        .Set(14, span.Error)
        .SetUsage(15, span.TokenUsage, span.Cost)
        .Run();

    public void PutFacets(long traceKey, IReadOnlyCollection<Facet> facets, bool isNew)
    {
        foreach (var facet in facets)
        {
            Facets.Put(traceKey, facet, isNew);
        }
    }

    public void FinishFacets() => Facets.Finish();

    public (long Start, long? End, long Count) ReadExtent(long traceKey)
    {
        _readExtent.Set(1, traceKey).Step();
        var extent = (_readExtent.Int64(0), _readExtent.Int64OrNull(1), _readExtent.Int64(2));
        _readExtent.Reset();
        return extent;
    }

    public List<SpanUsage> ReadUsage(long traceKey)
    {
        var spans = new List<SpanUsage>(); // bounded by the number of spans of one trace
        _readUsage.Set(1, traceKey);
        while (_readUsage.Step())
        {
            spans.Add(new SpanUsage(_readUsage.Int64(0), _readUsage.Int64OrNull(1), _readUsage.TokensOrNull(2), _readUsage.CostOrNull(2 + UsageColumns.Cost)));
        }

        return spans;
    }

    public IEnumerable<(TracesData Message, IReadOnlyDictionary<int, SpanPlace> Places)> ReadPayload(long traceKey) =>
        SqlTracePayload.Read(new SqlSession(Connection, SqliteDialect.Instance), traceKey);

    public void PutTag(long traceKey, string key, string value, SpanRow source) => Put(_putTag, traceKey, key, value, source);

    public void PutMetadata(long traceKey, string key, string value, SpanRow source) => Put(_putMetadata, traceKey, key, value, source);

    public List<string> TakeTags(long traceKey, long spanId) => Take(_takeTags, traceKey, spanId);

    public List<string> TakeMetadata(long traceKey, long spanId) => Take(_takeMetadata, traceKey, spanId);

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[
            _findTrace, _insertTrace, _updateTrace, _insertBlock, _addBlockUse, _dropBlockUse, _dropBlock, _findSpan, _putSpan, _pendText, _readExtent, _readUsage, _putTag, _putMetadata,
            _takeTags, _takeMetadata])
        {
            statement.Dispose();
        }

        Facets.Dispose();
        Marks.Dispose();
    }

    private static void Put(SqliteStatement statement, long traceKey, string key, string value, SpanRow source) => statement
        .Set(1, traceKey)
        .Set(2, key)
        .Set(3, value)
        .Set(4, source.SpanId)
        .Set(5, source.ParentSpanId is null ? 0 : 1)
        .Set(6, source.StartUnixNano)
        .Run();

    private static List<string> Take(SqliteStatement statement, long traceKey, long spanId)
    {
        var keys = new List<string>(); // bounded by the facts that one span may set
        statement.Set(1, traceKey).Set(2, spanId);
        while (statement.Step())
        {
            keys.Add(statement.TextOrNull(0) ?? string.Empty);
        }

        return keys;
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
        .SetUsage(12, trace.Usage.Tokens, trace.Usage.Cost)
        .Set(12 + UsageColumns.UnpricedSpans, trace.Usage.UnpricedSpans);

    private static long Key(SqliteStatement insert) => insert.RunScalar() ?? throw new InvalidOperationException("SQLite returned no key for a new row.");
}
