using OtelBridge.Store.Storage.ClickHouse;

namespace OtelBridge.Store.Doctor.ClickHouse;

/// <summary>Whether all spans are announced. Those that are not come of writes that were never acknowledged, since whoever wrote them ended in between.</summary>
internal sealed class UnannouncedSpanCheck(ClickHouseClient client, RecordKeeper keeper, TimeProvider time) : StoreCheck("announcements")
{
    // Compared in parts by a hash of the trace: each is held in the memory of the server.
    private const long SpansAtOnce = 5_000_000;
    private const int MaxFound = 10_000;

    private static readonly TimeSpan InFlight = TimeSpan.FromMinutes(5);

    private readonly ClickHouseReads _database = new(client);

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var spans = (await _database.QueryAsync("SELECT toInt64(count()) FROM spans", null, static row => row.Int64(), cancellationToken).ConfigureAwait(false))[0];
        var parts = (spans / SpansAtOnce) + 1;
        var found = new Examples();
        for (var part = 0L; part < parts; part++)
        {
            var writes = await FindAsync(parts, part, cancellationToken).ConfigureAwait(false);
            writes.ForEach(write => found.Add(write.TraceId));
            if (repair)
            {
                await TraceWrites.AnnounceAsync(client, writes, cancellationToken).ConfigureAwait(false);
                await keeper.RecomputeAsync([.. writes.Select(static write => write.TraceId).Distinct()], cancellationToken).ConfigureAwait(false);
            }

            progress(part + 1, parts);
        }

        return
        [
            (found.Count, repair) switch
            {
                (0, _) => Sound($"{spans} rows of spans are announced"),
                (_, true) => Repaired($"finished {found.Count} writes that nobody had announced: {found}"),
                _ => Problem($"{found.Count} writes have stored their spans and not announced them; nobody was told that they are stored: {found}", TryRepair),
            },
        ];
    }

    private Task<List<RecordInput>> FindAsync(long parts, long part, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var isOfPart = $"cityHash64(trace_id) % {values.Add(parts)} = {values.Add(part)}";
        var sql = $"""
            SELECT trace_id, arrival, min(day), max(day), any(experiment_id), any(experiment_is_explicit) FROM spans
            WHERE {isOfPart} AND arrival < {values.Add(ArrivalClock.At(time.GetUtcNow() - InFlight))}
              AND (trace_id, arrival) NOT IN (SELECT trace_id, write_id FROM trace_writes WHERE {isOfPart})
            GROUP BY trace_id, arrival LIMIT {MaxFound}
            """;
        return _database.QueryAsync(sql, values, Read, cancellationToken);
    }

    private static RecordInput Read(RowBinaryReader row)
    {
        var (traceId, arrival, days) = (row.String(), row.UInt64(), (row.Int32(), row.Int32()));
        return new RecordInput(traceId, arrival, OwnSpans: null, OwnClient: null) { Days = days, ExperimentId = row.Int64(), ExperimentIsExplicit = row.Bool() };
    }
}
