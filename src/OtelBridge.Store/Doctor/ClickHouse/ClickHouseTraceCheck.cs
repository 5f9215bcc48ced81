using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;

namespace OtelBridge.Store.Doctor.ClickHouse;

/// <summary>Whether each trace has the record that follows from its spans and from what clients have said, and every span of it can be read.</summary>
internal sealed class ClickHouseTraceCheck(ClickHouseClient client, RecordKeeper keeper, TraceDeletions deletions, TimeProvider time) : StoreCheck("records")
{
    private const int TracesAtOnce = 500;

    // Who has announced a write makes the record a moment later.
    private static readonly TimeSpan InFlight = TimeSpan.FromMinutes(5);

    private readonly ClickHouseReads _database = new(client);
    private readonly ClickHouseRecordReader _records = new(new ClickHouseReads(client));
    private readonly ClickHouseSpanReader _spans = new(new ClickHouseReads(client));

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var total = (await _database.QueryAsync("SELECT toInt64(uniq(trace_id)) FROM trace_writes", null, static row => row.Int64(), cancellationToken).ConfigureAwait(false))[0];
        var (unfinished, wrong, half, damaged) = (new Examples(), new Examples(), new Examples(), new Examples());
        var (after, seen) = (string.Empty, 0L);
        while (true)
        {
            var ids = await ReadPageAsync(after, cancellationToken).ConfigureAwait(false);
            if (ids.Count == 0)
            {
                return Results(seen, unfinished, wrong, half, damaged, repair);
            }

            await ExamineAsync(ids, repair, unfinished, wrong, half, cancellationToken).ConfigureAwait(false);
            await ReadAsync(ids, damaged, cancellationToken).ConfigureAwait(false);
            (after, seen) = (ids[^1], seen + ids.Count);
            progress(seen, Math.Max(seen, total));
        }
    }

    private Task<List<string>> ReadPageAsync(string after, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        return _database.QueryAsync(
            $"SELECT DISTINCT trace_id FROM trace_writes WHERE trace_id > {values.Add(after)} ORDER BY trace_id LIMIT {TracesAtOnce}", values, static row => row.String(), cancellationToken);
    }

    private async Task ExamineAsync(List<string> ids, bool repair, Examples unfinished, Examples wrong, Examples half, CancellationToken cancellationToken)
    {
        var stored = await _records.ReadAsync(ids, cancellationToken).ConfigureAwait(false);
        var halfDeleted = await deletions.FindHalfAsync(ids, cancellationToken).ConfigureAwait(false);
        halfDeleted.ForEach(half.Add);
        var computed = await keeper.ComputeAsync(ids, cancellationToken).ConfigureAwait(false);
        var again = new List<ClickHouseRecord>(); // bounded by the ids
        var until = ArrivalClock.At(time.GetUtcNow() - InFlight);
        foreach (var record in computed.Where(record => record.LastWrite < until && !halfDeleted.Contains(record.TraceId)))
        {
            if (!stored.TryGetValue(record.TraceId, out var known) || known.Version >> RecordKeeper.RandomBits < record.Version >> RecordKeeper.RandomBits)
            {
                unfinished.Add(record.TraceId);
            }
            else if (ClickHouseRecordRow.ToMessage(known).Equals(ClickHouseRecordRow.ToMessage(record)))
            {
                continue;
            }
            else
            {
                wrong.Add(record.TraceId);
            }

            record.Version = Math.Max(record.Version, (known?.Version ?? 0) + 1);
            again.Add(record);
        }

        if (repair)
        {
            await keeper.InsertAsync(again, cancellationToken).ConfigureAwait(false);
            await deletions.FinishAsync(halfDeleted, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(List<string> ids, Examples damaged, CancellationToken cancellationToken)
    {
        await foreach (var span in _spans.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                new ClickHouseTraceAssembly(span.TraceId).Add(span);
            }
            catch (DamagedTraceException)
            {
                damaged.Add(span.TraceId);
            }
        }
    }

    private List<CheckResult> Results(long seen, Examples unfinished, Examples wrong, Examples half, Examples damaged, bool repair)
    {
        var results = new List<CheckResult>(); // one a kind
        Add(unfinished, "writes have no record yet", "made the records of writes that had none");
        Add(wrong, "records do not say what the spans and the clients say", "computed records again");
        Add(half, "traces are deleted half", "deleted the rest of traces");
        if (damaged.Count > 0)
        {
            results.Add(Problem($"{damaged.Count} spans cannot be read: {damaged}", "Restore a backup, or export what can be read and import it into a new store."));
        }

        return results.Count > 0 ? results : [Sound($"{seen} traces have the record that follows from their spans, and every span can be read")];

        void Add(Examples found, string problem, string repaired)
        {
            if (found.Count > 0)
            {
                results.Add(repair ? Repaired($"{repaired}: {found.Count}, such as {found}") : Problem($"{found.Count} {problem}: {found}", TryRepair));
            }
        }
    }
}
