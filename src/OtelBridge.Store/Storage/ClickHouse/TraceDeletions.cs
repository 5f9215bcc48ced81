using System.Globalization;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Deletes traces with everything that belongs to them, in steps.</summary>
/// <remarks>
/// <para>A step hides its traces first, so that nobody reads half of one; then it deletes the spans of the writes that are announced, notes the deletion as a write that
/// stands for them, and deletes their records and announcements. Client changes wait for it.</para>
/// <para>Spans that come meanwhile are not waited for. Who announces them after the note sees it, and the spans that are left: the trace is new. Who announces them
/// before may make a record of deleted spans, which is hidden; the step looks for such writes at its end, and makes the record of what is left.</para>
/// <para>The note stays for as long as somebody may still write who has not seen it, and as long as the trace is there again.</para>
/// </remarks>
internal sealed class TraceDeletions(ClickHouseClient client, RecordKeeper keeper, ArrivalClock clock, ITraceTurns turns, TimeProvider time)
{
    // Bounds of one step, which rewrites the marks of the parts that hold its traces.
    private const int MaxTraces = 1000;

    private const long NanosPerMs = 1_000_000;

    private readonly ClickHouseReads _database = new(client);
    private readonly ClickHouseRecordReader _records = new(new ClickHouseReads(client));
    private readonly DeletedRows _rows = new(client);

    /// <summary>Deletes the traces of ids, where they belong to the experiment.</summary>
    public async Task<long> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            deleted += await StepAsync(experiment, long.MaxValue, piece, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <summary>Deletes what started up to a time, the oldest first.</summary>
    public async Task<long> DeleteAsync(long experiment, long maxTimestampMs, long maxTraces, CancellationToken cancellationToken)
    {
        var last = (long)Int128.Clamp((((Int128)maxTimestampMs + 1) * NanosPerMs) - 1, long.MinValue, long.MaxValue);
        var deleted = 0L;
        (long Start, ulong Arrival, string Id)? after = null;
        while (deleted < maxTraces)
        {
            // A row may be one that no longer counts: the step looks again.
            var page = await FindAsync(experiment, last, after, (int)Math.Min(MaxTraces, maxTraces - deleted), cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            after = page[^1];
            foreach (var piece in IdLists.Pieces(page.Select(static row => row.Id)))
            {
                deleted += await StepAsync(experiment, last, piece, cancellationToken).ConfigureAwait(false);
            }
        }

        if (deleted > 0)
        {
            await _rows.ForgetAsync(time.GetUtcNow()).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <summary>Finds traces whose deletion has ended in between.</summary>
    /// <remarks>They are hidden and have writes. Once the deletion is noted, all spans that are left are of others who wrote meanwhile.</remarks>
    public async Task<List<string>> FindHalfAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var hidden = await _records.ReadHiddenAsync(traceIds, cancellationToken).ConfigureAwait(false);
        var writes = await TraceWrites.ReadAsync(client, hidden.Keys, cancellationToken).ConfigureAwait(false);
        var left = (await keeper.ComputeAsync(hidden.Keys, cancellationToken).ConfigureAwait(false)).Select(static record => record.TraceId).ToHashSet(StringComparer.Ordinal);
        return [.. writes.Where(trace => trace.Value.IsThere && !(trace.Value.IsDeleted && left.Contains(trace.Key))).Select(static trace => trace.Key)];
    }

    /// <summary>Ends such deletions.</summary>
    public async Task FinishAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var turn = await turns.TakeAsync(piece, cancellationToken).ConfigureAwait(false);
            await using var ending = turn.ConfigureAwait(false);
            if (await FindHalfAsync(piece, cancellationToken).ConfigureAwait(false) is { Count: > 0 } half) // still
            {
                await DeleteAsync(half).ConfigureAwait(false);
            }
        }
    }

    private Task<List<(long Start, ulong Arrival, string Id)>> FindAsync(
        long experiment, long last, (long Start, ulong Arrival, string Id)? after, int limit, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var beyond = after is var (start, arrival, id)
            ? $"AND start_ns >= {values.Add(start)} AND (start_ns, arrival, trace_id) > ({values.Add(start)}, {values.Add(arrival)}, {values.Add(id)})"
            : string.Empty;
        var sql = $"""
            SELECT start_ns, arrival, trace_id FROM traces
            WHERE experiment_id = {values.Add(experiment)} AND start_ns <= {values.Add(last)} {beyond}
            ORDER BY start_ns, arrival, trace_id LIMIT {limit.ToString(CultureInfo.InvariantCulture)}
            """;
        return _database.QueryAsync(sql, values, static row => (row.Int64(), row.UInt64(), row.String()), cancellationToken);
    }

    private async Task<int> StepAsync(long experiment, long last, List<string> traceIds, CancellationToken cancellationToken)
    {
        var turn = await turns.TakeAsync(traceIds, cancellationToken).ConfigureAwait(false);
        await using var ending = turn.ConfigureAwait(false);
        var heads = await _records.ReadHeadsAsync(traceIds, cancellationToken).ConfigureAwait(false);
        var found = heads.Values.Where(head => head.ExperimentId == experiment && head.StartUnixNano <= last).Select(static head => head.TraceId).ToList();
        if (found.Count > 0)
        {
            await DeleteAsync(found).ConfigureAwait(false); // to its end: half of it would be left to the doctor
        }

        return found.Count;
    }

    private async Task DeleteAsync(List<string> traceIds)
    {
        var writes = await TraceWrites.ReadAsync(client, traceIds, CancellationToken.None).ConfigureAwait(false);
        var announced = await _rows.ReadWritesAsync(traceIds).ConfigureAwait(false);
        await DeletedTraces.HideAsync(client, writes, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        await _rows.DeleteSpansAsync(traceIds, announced).ConfigureAwait(false);
        await TraceWrites.AnnounceAsync(client, [.. writes.Select(Note)], CancellationToken.None).ConfigureAwait(false);
        await _rows.DeleteRecordsAsync(traceIds, writes).ConfigureAwait(false);
        await _rows.DeleteWritesAsync(traceIds, announced).ConfigureAwait(false); // last: what ends in between is found by them
        await keeper.RecomputeAsync(traceIds, CancellationToken.None).ConfigureAwait(false);
    }

    // A write like that of a client, greater than all before it: what clients have said until now no longer holds.
    private RecordInput Note(KeyValuePair<string, TraceWrites> trace) => new(trace.Key, clock.NextAfter(trace.Value.Last), OwnSpans: null, ClientState.Read(string.Empty))
    {
        Deleted = DeletedTraces.Weight(trace.Value),
    };
}
