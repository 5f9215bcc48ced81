using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads the payloads of one trace: a message for each request that brought spans of it.</summary>
internal static class SqlTracePayload
{
    private const string SpansSql = """
        SELECT block_id, part, ordinal, parent_id, start_ns FROM spans WHERE trace_key = @key
        """;

    private const string BlocksSql = """
        SELECT block_id, codec, size, payload FROM blocks
        WHERE block_id IN (SELECT block_id FROM spans WHERE trace_key = @key) ORDER BY block_id
        """;

    private const string SpanSql = """
        SELECT s.part, s.ordinal, b.codec, b.size, b.payload FROM spans s JOIN blocks b ON b.block_id = s.block_id WHERE s.trace_key = @key AND s.span_id = @span
        """;

    /// <summary>Gives one span with what it came under; null when the trace has no such span.</summary>
    /// <exception cref="InvalidDataException">Its block is damaged.</exception>
    public static ResourceSpans? ReadSpan(SqlSession session, long traceKey, long spanId)
    {
        using var command = session.Command(SpanSql, ("@key", traceKey), ("@span", spanId));
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return null;
        }

        var raw = new PayloadBlock((PayloadCodecId)row.GetInt32(2), row.GetInt32(3), row.GetFieldValue<byte[]>(4)).Unpack();
        return PayloadSpan.Read(PayloadPacker.Raw(raw, row.GetInt32(0)), row.GetInt32(1));
    }

    /// <summary>Gives each message with the places, by position, of the spans that are still in use: a message may hold older copies of others.</summary>
    /// <exception cref="InvalidDataException">A block is damaged or missing.</exception>
    public static IEnumerable<(TracesData Message, IReadOnlyDictionary<int, SpanPlace> Places)> Read(SqlSession session, long traceKey)
    {
        var live = ReadPlaces(session, traceKey);
        using var command = session.Command(BlocksSql, ("@key", traceKey));
        using var blocks = command.ExecuteReader();
        while (blocks.Read())
        {
            var raw = new PayloadBlock((PayloadCodecId)blocks.GetInt32(1), blocks.GetInt32(2), blocks.GetFieldValue<byte[]>(3)).Unpack();
            live.Remove(blocks.GetInt64(0), out var parts);
            foreach (var (part, places) in parts!) // the statement asks for no other blocks
            {
                var message = PayloadPacker.Read(raw, part);
                if (places.Keys.Max() >= message.ResourceSpans.Sum(resource => resource.ScopeSpans.Sum(scope => scope.Spans.Count)))
                {
                    throw new InvalidDataException("A message of the payload has fewer spans than point to it.");
                }

                yield return (message, places);
            }
        }

        if (live.Count > 0)
        {
            throw new InvalidDataException($"{live.Count} block(s) of the payload are missing.");
        }
    }

    // By block, part and ordinal. Bounded by the spans of one trace.
    private static Dictionary<long, SortedDictionary<int, Dictionary<int, SpanPlace>>> ReadPlaces(SqlSession session, long traceKey)
    {
        var places = new Dictionary<long, SortedDictionary<int, Dictionary<int, SpanPlace>>>();
        using var command = session.Command(SpansSql, ("@key", traceKey));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var parts = GetOrAdd(places, rows.GetInt64(0));
            GetOrAdd(parts, rows.GetInt32(1))[rows.GetInt32(2)] = new SpanPlace(rows.IsDBNull(3), rows.GetInt64(4));
        }

        return places;
    }

    private static TValue GetOrAdd<TKey, TValue>(IDictionary<TKey, TValue> map, TKey key)
        where TValue : new()
    {
        if (!map.TryGetValue(key, out var value))
        {
            map[key] = value = new TValue();
        }

        return value;
    }
}
