using Npgsql;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Writes a working set: one statement a table, all of them in one way to the database and back.</summary>
internal static class PostgresTraceFlush
{
    // A trace that another server has stored since this one looked is a conflict (unique violation); the transaction is run again and finds it.
    private const string InsertTracesSql = $"""
        INSERT INTO traces (trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview,
                            response_preview, client_request_id, {UsageColumns.OfTrace})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    private const string UpdateTracesSql = $"""
        UPDATE traces
        SET experiment_id = n.experiment_id, state = n.state, start_ns = n.start_ns, end_ns = n.end_ns, span_count = n.span_count,
            root_span_id = n.root_span_id, name = n.name, request_preview = n.request_preview, response_preview = n.response_preview,
            client_request_id = n.client_request_id, input_tokens = n.input_tokens, output_tokens = n.output_tokens, total_tokens = n.total_tokens,
            input_cost = n.input_cost, output_cost = n.output_cost, total_cost = n.total_cost, cache_read_cost = n.cache_read_cost,
            cache_write_cost = n.cache_write_cost, reasoning_cost = n.reasoning_cost, unpriced_spans = n.unpriced_spans,
            text_stale = greatest(traces.text_stale, n.text_stale), revision = traces.revision + 1
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
            AS n (trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
                  client_request_id, {UsageColumns.OfTrace}, text_stale)
        WHERE traces.trace_key = n.trace_key
        """;

    private const string InsertBlockSql = "INSERT INTO blocks (block_id, codec, size, payload) VALUES ($1, $2, $3, $4)";

    private const string InsertBlockUsesSql = "INSERT INTO block_uses (block_id, spans) SELECT * FROM unnest($1, $2)";

    private const string LockBlockUsesSql = "SELECT FROM block_uses WHERE block_id = ANY($1) ORDER BY block_id FOR UPDATE";

    private const string UpdateBlockUsesSql = """
        UPDATE block_uses SET spans = block_uses.spans + n.spans FROM unnest($1, $2) AS n (block_id, spans) WHERE block_uses.block_id = n.block_id
        """;

    private const string DropBlocksSql = """
        WITH unused AS (DELETE FROM block_uses WHERE block_id = ANY($1) AND spans <= 0 RETURNING block_id)
        DELETE FROM blocks USING unused WHERE blocks.block_id = unused.block_id
        """;

    private const string PutSpansSql = $"""
        INSERT INTO spans (trace_key, span_id, parent_id, block_id, part, ordinal, status, start_ns, end_ns, name, type, model_id, service_id, error,
                           {UsageColumns.OfSpan})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        ON CONFLICT (trace_key, span_id) DO UPDATE
        SET parent_id = excluded.parent_id, block_id = excluded.block_id, part = excluded.part, ordinal = excluded.ordinal, status = excluded.status,
            start_ns = excluded.start_ns, end_ns = excluded.end_ns, name = excluded.name, type = excluded.type,
            input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, total_tokens = excluded.total_tokens,
            input_cost = excluded.input_cost, output_cost = excluded.output_cost, total_cost = excluded.total_cost,
            cache_read_cost = excluded.cache_read_cost, cache_write_cost = excluded.cache_write_cost, reasoning_cost = excluded.reasoning_cost,
            model_id = excluded.model_id, service_id = excluded.service_id, error = excluded.error
        """;

    private const string PutFacetsSql = """
        INSERT INTO trace_facets (facet_id, first_key, last_key)
        SELECT n.facet_id, n.trace_key, n.trace_key FROM unnest($1, $2) AS n (facet_id, trace_key)
        WHERE coalesce((
            SELECT v.last_key FROM trace_facets v WHERE v.facet_id = n.facet_id AND v.first_key <= n.trace_key ORDER BY v.first_key DESC LIMIT 1), -1)
            < n.trace_key
        ON CONFLICT (facet_id, first_key) DO NOTHING
        """;

    // Also where it pends already: whoever indexes the trace just now has not seen these spans, and must not take it off.
    private const string PendTextSql = """
        INSERT INTO text_pending (trace_key) SELECT unnest($1) ON CONFLICT (trace_key) DO UPDATE SET trace_key = excluded.trace_key
        """;

    // A mark that is there already is held: who makes sums takes none away before this transaction ends, and sees what it wrote.
    private const string MarkRollupsSql = """
        WITH touched AS (SELECT * FROM unnest($1, $2) AS n (experiment_id, bucket)),
             held AS (
                 SELECT m.experiment_id, m.bucket FROM rollup_marks m JOIN touched n ON n.experiment_id = m.experiment_id AND n.bucket = m.bucket
                 WHERE m.level = 0 AND m.mark > 0 FOR KEY SHARE OF m)
        INSERT INTO rollup_marks (level, experiment_id, bucket)
        SELECT 0, n.experiment_id, n.bucket FROM touched n
        WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.experiment_id = n.experiment_id AND held.bucket = n.bucket)
        """;

    private const string PutTagsSql = """
        INSERT INTO trace_tags (trace_key, key, value, span_id) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = excluded.span_id
        """;

    private const string PutMetadataSql = """
        INSERT INTO trace_metadata (trace_key, key, value, span_id) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (trace_key, key) DO UPDATE SET value = excluded.value, span_id = excluded.span_id
        """;

    private const string DropTagsSql = "DELETE FROM trace_tags t USING unnest($1, $2) AS n (trace_key, key) WHERE t.trace_key = n.trace_key AND t.key = n.key";

    private const string DropMetadataSql =
        "DELETE FROM trace_metadata t USING unnest($1, $2) AS n (trace_key, key) WHERE t.trace_key = n.trace_key AND t.key = n.key";

    public static void Write(
        NpgsqlConnection connection, IReadOnlyCollection<PostgresTrace> traces, PostgresBlocks blocks, PostgresFacets facets)
    {
        facets.Resolve(connection, traces.SelectMany(trace => trace.Facets));
        var added = traces.Where(trace => trace.IsNew).ToList();
        var grown = traces.Where(trace => !trace.IsNew).ToList();
        using (var batch = connection.CreateBatch())
        {
            AddTraces(batch, traces);
            AddBlocks(batch, blocks);
            AddSpans(batch, grown, facets);
            AddFacets(batch, grown, facets);
            AddFacts(batch, traces, trace => trace.Tags, PutTagsSql, DropTagsSql);
            AddFacts(batch, traces, trace => trace.Metadata, PutMetadataSql, DropMetadataSql);
            if (batch.BatchCommands.Count > 0)
            {
                batch.ExecuteNonQuery();
            }
        }

        if (added.Count > 0)
        {
            PostgresCopies.WriteSpans(connection, added, facets);
            PostgresCopies.WriteFacets(connection, Ranges(FacetRows(added, facets)));
        }

        foreach (var trace in traces)
        {
            MarkWritten(trace);
        }

        blocks.Clear();
    }

    private static void AddTraces(NpgsqlBatch batch, IEnumerable<PostgresTrace> traces)
    {
        // In the order of the ids, as everybody locks them.
        var added = new PostgresRows<PostgresTrace>(traces.Where(trace => trace.IsNew).OrderBy(trace => trace.TraceId, StringComparer.Ordinal));
        added.AddTo(batch, InsertTracesSql, () => FactColumns(added));
        var changed = new PostgresRows<PostgresTrace>(traces.Where(trace => trace is { IsNew: false, IsChanged: true }));
        changed.AddTo(batch, UpdateTracesSql, () => [.. FactColumns(changed), changed.Column(trace => trace.SpansReplaced ? 1L : 0L)]);
        var pending = new PostgresRows<PostgresTrace>(traces.Where(trace => trace.IsNew || trace.IsChanged).OrderBy(trace => trace.Facts.Key));
        pending.AddTo(batch, PendTextSql, () => [pending.Column(trace => trace.Facts.Key)]);
        MarkRollups(batch, traces.Where(trace => trace.IsNew || trace.IsChanged));
    }

    // Where traces were, and where they are.
    private static void MarkRollups(NpgsqlBatch batch, IEnumerable<PostgresTrace> traces)
    {
        var touched = new PostgresRows<(long Experiment, long Bucket)>(traces
            .SelectMany(static trace => new[] { trace.FirstPlace, (trace.Facts.ExperimentId, trace.Facts.StartUnixNano) })
            .Select(static place => (place.ExperimentId, RollupLevel.Bucket(RollupLevel.Finest, place.StartUnixNano)))
            .Distinct());
        touched.AddTo(batch, MarkRollupsSql, () => [touched.Column(place => place.Experiment), touched.Column(place => place.Bucket)]);
    }

    private static NpgsqlParameter[] FactColumns(PostgresRows<PostgresTrace> rows) =>
    [
        rows.Column(trace => trace.Facts.Key),
        rows.Column(trace => trace.TraceId),
        rows.Column(trace => trace.Facts.ExperimentId),
        rows.Column(trace => (long)trace.Facts.State),
        rows.Column(trace => trace.Facts.StartUnixNano),
        rows.Column(trace => trace.Facts.EndUnixNano),
        rows.Column(trace => trace.Facts.SpanCount),
        rows.Column(trace => trace.Facts.RootSpanId),
        rows.Text(trace => trace.Facts.Name),
        rows.Text(trace => trace.Facts.RequestPreview),
        rows.Text(trace => trace.Facts.ResponsePreview),
        rows.Text(trace => trace.Facts.ClientRequestId),
        .. rows.Usage(trace => trace.Facts.Usage.Tokens, trace => trace.Facts.Usage.Cost),
        rows.Column(trace => trace.Facts.Usage.UnpricedSpans),
    ];

    private static void AddBlocks(NpgsqlBatch batch, PostgresBlocks blocks)
    {
        // One by one: as an array they would be held by the database once more.
        foreach (var (id, block, _) in blocks.Added)
        {
            PostgresRows<PayloadBlock>.Add(
                batch,
                InsertBlockSql,
                [Parameter(id), Parameter((long)block.Codec), Parameter((long)block.Size), new NpgsqlParameter<byte[]> { TypedValue = block.Bytes }]);
        }

        var added = new PostgresRows<(long Id, PayloadBlock, long Spans)>(blocks.Added);
        added.AddTo(batch, InsertBlockUsesSql, () => [added.Column(block => block.Id), added.Column(block => block.Spans)]);
        var changed = new PostgresRows<KeyValuePair<long, long>>(blocks.Changed);
        changed.AddTo(batch, LockBlockUsesSql, () => [changed.Column(use => use.Key)]);
        changed.AddTo(batch, UpdateBlockUsesSql, () => [changed.Column(use => use.Key), changed.Column(use => use.Value)]);
        changed.AddTo(batch, DropBlocksSql, () => [changed.Column(use => use.Key)]);
    }

    private static void AddSpans(NpgsqlBatch batch, IEnumerable<PostgresTrace> traces, PostgresFacets facets)
    {
        var rows = new PostgresRows<(long Trace, PostgresSpan Span)>(
            traces.SelectMany(trace => trace.Spans.Values.Where(span => span?.Row is not null).Select(span => (trace.Facts.Key, span!))));
        rows.AddTo(
            batch,
            PutSpansSql,
            () =>
            [
                rows.Column(row => row.Trace),
                rows.Column(row => row.Span.Row!.SpanId),
                rows.Column(row => row.Span.ParentSpanId),
                rows.Column(row => row.Span.Stored.BlockId),
                rows.Column(row => (long)row.Span.Part),
                rows.Column(row => (long)row.Span.Ordinal),
                rows.Column(row => (long)row.Span.Row!.Status),
                rows.Column(row => row.Span.Row!.StartUnixNano),
                rows.Column(row => row.Span.Row!.EndUnixNano),
                rows.Text(row => row.Span.Row!.Name),
                rows.Text(row => row.Span.Row!.Type),
                rows.Column(row => facets.ModelId(row.Span.Row!)),
                rows.Column(row => facets.ServiceId(row.Span.Row!)),
                rows.Text(row => row.Span.Row!.Error),
                .. rows.Usage(row => row.Span.Row!.TokenUsage, row => row.Span.Row!.Cost),
            ]);
    }

    private static void AddFacets(NpgsqlBatch batch, IEnumerable<PostgresTrace> traces, PostgresFacets facets)
    {
        var rows = new PostgresRows<(long Facet, long Trace)>(FacetRows(traces, facets));
        rows.AddTo(batch, PutFacetsSql, () => [rows.Column(row => row.Facet), rows.Column(row => row.Trace)]);
    }

    // In the order of the index. Two values that differ only in what PostgreSQL does not store are one.
    private static IEnumerable<(long Facet, long Trace)> FacetRows(IEnumerable<PostgresTrace> traces, PostgresFacets facets) =>
        traces.SelectMany(trace => trace.Facets
            .Where(facet => FacetRule.HasTraces(facet.Kind))
            .Select(facet => (Facet: facets[facet], Trace: trace.Facts.Key))).Distinct().Order();

    // Keys of neighbours alone: those between may be of another server.
    private static IEnumerable<(long Facet, long First, long Last)> Ranges(IEnumerable<(long Facet, long Trace)> rows)
    {
        (long Facet, long First, long Last)? open = null;
        foreach (var (facet, trace) in rows)
        {
            if (open is { } range && range.Facet == facet && trace == range.Last + 1 && trace - range.First < FacetRule.LongestRange)
            {
                open = range with { Last = trace };
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (facet, trace, trace);
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }

    private static void AddFacts(
        NpgsqlBatch batch, IEnumerable<PostgresTrace> traces, Func<PostgresTrace, Dictionary<string, PostgresFact>?> facts, string put, string drop)
    {
        var unwritten = traces
            .SelectMany(trace => facts(trace) ?? [], (trace, fact) => (Trace: trace.Facts.Key, fact.Key, Fact: fact.Value))
            .Where(row => !row.Fact.IsWritten)
            .ToLookup(row => row.Fact.Value is null);
        var dropped = new PostgresRows<(long Trace, string Key, PostgresFact Fact)>(unwritten[true]);
        dropped.AddTo(batch, drop, () => [dropped.Column(row => row.Trace), dropped.Column(row => row.Key)]);
        var rows = new PostgresRows<(long Trace, string Key, PostgresFact Fact)>(unwritten[false]);
        rows.AddTo(
            batch, put, () => [rows.Column(row => row.Trace), rows.Column(row => row.Key), rows.Column(row => row.Fact.Value), rows.Column(row => row.Fact.SpanId)]);
    }

    private static NpgsqlParameter<long> Parameter(long value) => new() { TypedValue = value };

    private static void MarkWritten(PostgresTrace trace)
    {
        trace.Revision += trace is { IsNew: false, IsChanged: true } ? 1 : 0;
        trace.Facets.Clear();
        (trace.IsNew, trace.IsChanged, trace.SpansReplaced) = (false, false, false);
        foreach (var (id, span) in trace.Spans)
        {
            trace.Spans[id] = span?.Row is null ? span : span.Written();
        }

        MarkWritten(trace.Tags);
        MarkWritten(trace.Metadata);
    }

    private static void MarkWritten(Dictionary<string, PostgresFact>? facts)
    {
        foreach (var (key, fact) in facts ?? [])
        {
            facts![key] = fact with { IsWritten = true };
        }
    }
}
