using System.Globalization;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Deletes the rows of traces, table by table: by lightweight deletes, which are done when they return.</summary>
internal sealed class DeletedRows(ClickHouseClient client)
{
    // Numbers of up to 20 digits, in one value.
    private const int MaxNumbers = ClickHouseValues.MaxListBytes / 21;

    private const string Settings = " SETTINGS lightweight_deletes_sync = 2";

    private const int MaxForgotten = 20_000;

    private static readonly TimeSpan NotesStay = TimeSpan.FromDays(30);

    private readonly ClickHouseTables _tables = new(client.Address);

    /// <summary>Reads the writes that are announced of traces.</summary>
    public Task<List<(ulong WriteId, int FirstDay, int LastDay)>> ReadWritesAsync(List<string> traceIds)
    {
        var values = new ClickHouseValues();
        return ReadAsync(
            $"SELECT write_id, first_day, last_day FROM trace_writes WHERE trace_id IN {values.Add(traceIds)}", values, static row => (row.UInt64(), row.Int32(), row.Int32()));
    }

    /// <summary>Deletes the spans of writes.</summary>
    public async Task DeleteSpansAsync(List<string> traceIds, List<(ulong WriteId, int FirstDay, int LastDay)> writes)
    {
        foreach (var piece in writes.Where(static write => write.FirstDay <= write.LastDay).Chunk(MaxNumbers))
        {
            var values = new ClickHouseValues();
            await DeleteAsync(
                "spans",
                $"""
                trace_id IN {values.Add(traceIds)} AND arrival IN {values.Add(piece.Select(static write => write.WriteId))}
                AND day BETWEEN {values.Add(piece.Min(static write => write.FirstDay))} AND {values.Add(piece.Max(static write => write.LastDay))}
                """,
                values).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the announcements of writes.</summary>
    public async Task DeleteWritesAsync(List<string> traceIds, List<(ulong WriteId, int FirstDay, int LastDay)> writes)
    {
        foreach (var piece in writes.Chunk(MaxNumbers))
        {
            var values = new ClickHouseValues();
            await DeleteAsync(
                "trace_writes", $"trace_id IN {values.Add(traceIds)} AND write_id IN {values.Add(piece.Select(static write => write.WriteId))}", values).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the records of traces, also those that no longer count, up to what is hidden.</summary>
    public async Task DeleteRecordsAsync(List<string> traceIds, Dictionary<string, TraceWrites> writes)
    {
        var values = new ClickHouseValues();
        var found = await ReadAsync(
            $"SELECT trace_id, version, start_ns FROM traces WHERE trace_id IN {values.Add(traceIds)}", values, static row => (Id: row.String(), Version: row.UInt64(), Start: row.Int64()))
            .ConfigureAwait(false);
        foreach (var piece in found.Where(row => !writes.TryGetValue(row.Id, out var trace) || row.Version < DeletedTraces.Bound(trace)).Chunk(MaxNumbers))
        {
            values = new ClickHouseValues();
            await DeleteAsync(
                "traces",
                $"""
                trace_id IN {values.Add(traceIds)} AND version IN {values.Add(piece.Select(static row => row.Version))}
                AND start_ns BETWEEN {values.Add(piece.Min(static row => row.Start))} AND {values.Add(piece.Max(static row => row.Start))}
                """,
                values).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what is left of traces that were deleted long ago and did not come again: their notes and heads.</summary>
    public async Task ForgetAsync(DateTimeOffset now)
    {
        var values = new ClickHouseValues();
        var before = ArrivalClock.At(now - NotesStay);
        var old = await ReadAsync(
            $"SELECT trace_id FROM trace_writes WHERE deleted > 0 AND write_id < {values.Add(before)} LIMIT {MaxForgotten.ToString(CultureInfo.InvariantCulture)}",
            values,
            static row => row.String()).ConfigureAwait(false);
        foreach (var piece in IdLists.Pieces(old))
        {
            var writes = await TraceWrites.ReadAsync(client, piece, CancellationToken.None).ConfigureAwait(false);
            var gone = piece.Where(id => writes.TryGetValue(id, out var trace) && !trace.IsThere).ToList();
            if (gone.Count > 0)
            {
                values = new ClickHouseValues();
                await DeleteAsync("trace_writes", $"trace_id IN {values.Add(gone)} AND deleted > 0 AND write_id < {values.Add(before)}", values).ConfigureAwait(false);
                await DeleteAsync("trace_heads", $"trace_id IN {values.Add(gone)}", values).ConfigureAwait(false);
            }
        }
    }

    private Task<List<T>> ReadAsync<T>(string sql, ClickHouseValues values, Func<RowBinaryReader, T> read) =>
        InsertPatience.RunAsync(client, () => client.QueryAsync(sql, values, read, CancellationToken.None), CancellationToken.None);

    // What is deleted already is not found again: it may be repeated.
    private Task<bool> DeleteAsync(string table, string condition, ClickHouseValues values) => InsertPatience.RunAsync(
        client,
        async () =>
        {
            await client.ExecuteAsync(_tables.Delete(table, condition) + Settings, values, CancellationToken.None).ConfigureAwait(false);
            return true;
        },
        CancellationToken.None);
}
