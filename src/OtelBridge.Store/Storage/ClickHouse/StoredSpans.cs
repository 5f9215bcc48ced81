using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads what records follow from, of traces that others have extended too.</summary>
internal static class StoredSpans
{
    // Every copy, also those that a merge is going to remove: where one is, the columns of spans do not tell alone which traces to find.
    private const string ReadSql = """
        SELECT trace_id, span_id, rank, parent_id, start_ns, end_ns, status, if(root = '', '', toString(name)), root,
               input_tokens, output_tokens, total_tokens, input_cost, output_cost, total_cost, cache_read_cost, cache_write_cost, reasoning_cost
        FROM spans WHERE trace_id IN 
        """;

    /// <summary>Reads traces; also those without spans are there.</summary>
    public static async Task<Dictionary<string, TraceGrowth>> ReadAsync(
        ClickHouseClient client, IReadOnlyList<string> traceIds, Dictionary<string, TraceWrites> writes, CancellationToken cancellationToken)
    {
        var found = traceIds.ToDictionary(static id => id, static _ => new TraceGrowth(), StringComparer.Ordinal);
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var values = new ClickHouseValues();
            var sql = $"{ReadSql}{values.Add(piece)} AND day BETWEEN {values.Add(piece.Min(id => writes[id].FirstDay))} AND {values.Add(piece.Max(id => writes[id].LastDay))}";
            var rows = await InsertPatience.RunAsync(client, () => client.QueryAsync(sql, values, Read, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var trace in rows.GroupBy(static row => row.TraceId, static row => row.Span, StringComparer.Ordinal))
            {
                found[trace.Key].Add(trace);
            }
        }

        return found;
    }

    private static (string TraceId, StoredSpanRow Span) Read(RowBinaryReader row)
    {
        var traceId = row.String();
        var spanId = row.Int64();
        var rank = row.UInt64();
        return (traceId, new StoredSpanRow(rank, new SpanRow
        {
            SpanId = spanId,
            ParentSpanId = row.NullableInt64(),
            StartUnixNano = row.Int64(),
            EndUnixNano = row.NullableInt64(),
            Status = row.UInt8(),
            Name = row.String(),
            Root = RootText.Read(row.String()),
            TokenUsage = UsageCells.ReadTokens(row),
            Cost = UsageCells.ReadCost(row),
        }));
    }
}
