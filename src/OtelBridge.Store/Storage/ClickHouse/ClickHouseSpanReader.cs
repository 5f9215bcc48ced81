using System.Runtime.CompilerServices;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads the spans of traces: of several copies the one that counts.</summary>
internal sealed class ClickHouseSpanReader(ClickHouseReads database)
{
    // Bounds of one answer. The spans of a few traces come in one.
    private const int SpansAtOnce = 5000;
    private const int BytesAtOnce = 32 * 1024 * 1024;

    private const string DaysSql = "SELECT min(first_day), max(last_day) FROM trace_writes WHERE first_day <= last_day AND trace_id IN ";

    private const string Columns = """
        trace_id, span_id, parent_id, start_ns, input_cost, output_cost, total_cost, cache_read_cost, cache_write_cost, reasoning_cost, resource, scope, payload
        """;

    /// <summary>Reads the spans of traces by trace and span id, in answers of bounded size.</summary>
    /// <param name="traceIds">The traces: one piece of <see cref="IdLists"/>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async IAsyncEnumerable<StoredSpanParts> ReadAsync(IReadOnlyList<string> traceIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = await FindDaysAsync(traceIds, cancellationToken).ConfigureAwait(false);
        StoredSpanParts? previous = null;
        while (true)
        {
            var values = new ClickHouseValues();
            var sql = PageSql($"trace_id IN {values.Add(traceIds)} AND day BETWEEN {values.Add(first)} AND {values.Add(last)}{After(values, previous)}");
            var page = await database.QueryAsync(sql, values, Read, cancellationToken).ConfigureAwait(false);
            foreach (var span in page)
            {
                yield return span;
            }

            if (page.Count < SpansAtOnce && page.Sum(static span => (long)span.Bytes) < BytesAtOnce)
            {
                yield break;
            }

            previous = page[^1];
        }
    }

    /// <summary>Reads one span; null when the trace has no such span.</summary>
    public async Task<StoredSpanParts?> FindAsync(string traceId, long spanId, CancellationToken cancellationToken)
    {
        var (first, last) = await FindDaysAsync([traceId], cancellationToken).ConfigureAwait(false);
        var values = new ClickHouseValues();
        var sql = $"""
            SELECT {Columns} FROM spans
            WHERE trace_id = {values.Add(traceId)} AND span_id = {values.Add(spanId)} AND day BETWEEN {values.Add(first)} AND {values.Add(last)}
            ORDER BY rank DESC LIMIT 1
            """;
        return (await database.QueryAsync(sql, values, Read, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    // An answer ends behind the span that makes it large: what comes before a span is summed up to it.
    private static string PageSql(string condition) => $"""
        SELECT {Columns} FROM
        (
            SELECT *, sum(length(resource) + length(scope) + length(payload))
                OVER (ORDER BY trace_id, span_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
            FROM (SELECT {Columns} FROM spans WHERE {condition} ORDER BY trace_id, span_id, rank DESC LIMIT 1 BY trace_id, span_id LIMIT {SpansAtOnce})
        )
        WHERE bytes_before < {BytesAtOnce} ORDER BY trace_id, span_id
        """;

    private static string After(ClickHouseValues values, StoredSpanParts? previous)
    {
        if (previous is null)
        {
            return string.Empty;
        }

        var trace = values.Add(previous.TraceId);
        return $" AND trace_id >= {trace} AND (trace_id, span_id) > ({trace}, {values.Add(previous.SpanId)})";
    }

    private static StoredSpanParts Read(RowBinaryReader row)
    {
        var (traceId, spanId) = (row.String(), row.Int64());
        var place = new SpanPlace(row.NullableInt64() is null, row.Int64());
        return new StoredSpanParts(traceId, spanId, place, ClickHouseRecordRow.ReadCost(row), row.Bytes().ToArray(), row.Bytes().ToArray(), row.Bytes().ToArray());
    }

    // The days that their writes name are the partitions in which traces have spans. Of traces that nobody wrote it is the first day of all.
    private async Task<(int First, int Last)> FindDaysAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        return (await database.QueryAsync(
            DaysSql + values.Add(traceIds), values, static row => (row.Int32(), row.Int32()), cancellationToken).ConfigureAwait(false))[0];
    }
}
