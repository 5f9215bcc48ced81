using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads the records of traces by their ids.</summary>
/// <remarks>A record is found in two steps: the head of the trace says where it is. What is written between the two is found too: a row of the same place
/// with a greater version, or, where the trace has moved, the row that counted before, which stays until then.</remarks>
internal sealed class ClickHouseRecordReader(ClickHouseReads database)
{
    private const string HeadsSql = """
        SELECT trace_id, max(version) AS newest, argMax(experiment_id, version), argMax(start_ns, version), argMax(arrival, version)
        FROM trace_heads WHERE trace_id IN 
        """;

    /// <summary>Finds the heads of traces; those that are not stored are left out.</summary>
    public async Task<Dictionary<string, TraceHead>> ReadHeadsAsync(IEnumerable<string> traceIds, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, TraceHead>(StringComparer.Ordinal); // bounded by the ids
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var values = new ClickHouseValues();
            var found = await database.QueryAsync(
                $"{HeadsSql}{values.Add(piece)} GROUP BY trace_id HAVING argMax(experiment_id, version) <> {DeletedTraces.NoExperiment}",
                values,
                ReadHead,
                cancellationToken).ConfigureAwait(false);
            foreach (var head in found)
            {
                heads[head.TraceId] = head;
            }
        }

        return heads;
    }

    /// <summary>Finds the traces that are hidden for their deletion, and the version up to which they are.</summary>
    public async Task<Dictionary<string, ulong>> ReadHiddenAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var sql = $"{HeadsSql}{values.Add(traceIds)} GROUP BY trace_id HAVING argMax(experiment_id, version) = {DeletedTraces.NoExperiment}";
        var found = await database.QueryAsync(sql, values, ReadHead, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(static head => head.TraceId, static head => head.Version, StringComparer.Ordinal);
    }

    /// <summary>Reads the records of traces by id; those that are not stored are left out.</summary>
    public async Task<Dictionary<string, ClickHouseRecord>> ReadAsync(IEnumerable<string> traceIds, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, ClickHouseRecord>(StringComparer.Ordinal); // bounded by the ids
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var heads = await ReadHeadsAsync(piece, cancellationToken).ConfigureAwait(false);
            foreach (var record in await ReadRowsAsync(heads, cancellationToken).ConfigureAwait(false))
            {
                if (!records.TryGetValue(record.TraceId, out var other) || record.Version > other.Version)
                {
                    records[record.TraceId] = record;
                }
            }
        }

        return records;
    }

    /// <summary>Reads the records of traces as messages, in the order of the ids; those that are not stored are left out.</summary>
    public async Task<IReadOnlyList<TraceInfo>> ReadRecordsAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var records = await ReadAsync(traceIds, cancellationToken).ConfigureAwait(false);
        return [.. traceIds.Where(records.ContainsKey).Select(id => ClickHouseRecordRow.ToMessage(records[id]))];
    }

    private static TraceHead ReadHead(RowBinaryReader row) => new(row.String(), row.UInt64(), row.Int64(), row.Int64(), row.UInt64());

    /// <summary>Reads a page of records by the arrival of their traces, the oldest first.</summary>
    public async Task<Page<TraceInfo>> ListAsync(int maxResults, ArrivalToken after, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var sql = $"""
            SELECT trace_id, argMax(arrival, version) AS arrived FROM trace_heads GROUP BY trace_id
            HAVING argMax(experiment_id, version) <> {DeletedTraces.NoExperiment} AND (arrived, trace_id) > ({values.Add(after.Arrival)}, {values.Add(after.TraceId)})
            ORDER BY arrived, trace_id LIMIT {values.Add(maxResults + 1L)}
            """;
        var found = await database.QueryAsync(sql, values, static row => new { TraceId = row.String(), Arrival = row.UInt64() }, cancellationToken).ConfigureAwait(false);
        var ids = found.Take(maxResults).ToList();
        var token = found.Count > maxResults ? new ArrivalToken(ids[^1].Arrival, ids[^1].TraceId).ToString() : string.Empty;
        return new Page<TraceInfo>(await ReadRecordsAsync([.. ids.Select(static trace => trace.TraceId)], cancellationToken).ConfigureAwait(false), token);
    }

    private async Task<List<ClickHouseRecord>> ReadRowsAsync(Dictionary<string, TraceHead> heads, CancellationToken cancellationToken)
    {
        if (heads.Count == 0)
        {
            return [];
        }

        // More than the places of the heads, by what the three lists combine to: those are passed over.
        var values = new ClickHouseValues();
        var sql = $"""
            SELECT {ClickHouseRecordRow.Columns} FROM traces
            WHERE experiment_id IN {values.Add(heads.Values.Select(static head => head.ExperimentId).Distinct())}
              AND start_ns IN {values.Add(heads.Values.Select(static head => head.StartUnixNano).Distinct())} AND trace_id IN {values.Add(heads.Keys)}
            """;
        var rows = await database.QueryAsync(sql, values, ClickHouseRecordRow.Read, cancellationToken).ConfigureAwait(false);
        rows.RemoveAll(row => heads[row.TraceId] is var head && (row.Facts.ExperimentId, row.Facts.StartUnixNano) != (head.ExperimentId, head.StartUnixNano));
        return rows;
    }
}
