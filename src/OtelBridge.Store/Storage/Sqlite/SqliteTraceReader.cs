using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Reads traces from one SQLite file.</summary>
internal sealed class SqliteTraceReader(SqliteReads reads) : ITraceReader
{
    private const string SpansSql = """
        SELECT block_id, part, ordinal, parent_id, start_ns FROM spans WHERE trace_key = @key
        """;

    private const string BlocksSql = """
        SELECT block_id, codec, size, payload FROM blocks
        WHERE block_id IN (SELECT block_id FROM spans WHERE trace_key = @key) ORDER BY block_id
        """;

    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<Trace>>(
            connection =>
            {
                var traces = new List<Trace>();
                foreach (var traceId in traceIds)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (SqliteTraceRecords.Find(connection, traceId) is var (key, info))
                    {
                        var trace = new Trace { Info = info };
                        trace.ResourceSpans.AddRange(ReadSpans(connection, key));
                        traces.Add(trace);
                    }
                }

                return traces;
            },
            cancellationToken);

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var after = PageToken.Parse(query.PageToken, PageToken.Traces);
        return reads.RunAsync(connection => SqliteTraceRecords.Page(connection, query, after), cancellationToken);
    }

    private static IEnumerable<Otlp.ResourceSpans> ReadSpans(SqliteConnection connection, long traceKey)
    {
        // What is stored of a span stands in its row: a block may hold older copies of spans that came again.
        var live = new Dictionary<long, SortedDictionary<int, Dictionary<int, SpanPlace>>>(); // block, part, ordinal; bounded by the spans of one trace
        using (var command = connection.CreateCommand(SpansSql, ("@key", traceKey)))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                var parts = GetOrAdd(live, rows.GetInt64(0));
                GetOrAdd(parts, rows.GetInt32(1))[rows.GetInt32(2)] = new SpanPlace(rows.IsDBNull(3), rows.GetInt64(4));
            }
        }

        var assembly = new TraceAssembly();
        using var blocksCommand = connection.CreateCommand(BlocksSql, ("@key", traceKey));
        using var blocks = blocksCommand.ExecuteReader();
        while (blocks.Read())
        {
            var raw = new PayloadBlock((PayloadCodecId)blocks.GetInt32(1), blocks.GetInt32(2), blocks.GetFieldValue<byte[]>(3)).Unpack();
            foreach (var (part, places) in live[blocks.GetInt64(0)])
            {
                assembly.Add(PayloadPacker.Read(raw, part), ordinal => places.TryGetValue(ordinal, out var place) ? place : null);
            }
        }

        return assembly.ToResourceSpans();
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
