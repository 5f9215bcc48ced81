namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What the rows of <c>trace_writes</c> say of one trace.</summary>
/// <param name="Writes">Which writes they are; a deletion counts for those that it deleted.</param>
/// <param name="First">The smallest write id.</param>
/// <param name="Last">The greatest write id.</param>
/// <param name="FirstDay">First day of a span.</param>
/// <param name="LastDay">Last day of a span; before <paramref name="FirstDay"/> when there are no spans.</param>
/// <param name="ExperimentId">The experiment that was named last, or else the one that the first spans were sent to.</param>
/// <param name="Client">All that clients have said of it by now; empty when they have said nothing.</param>
/// <param name="IsThere">Whether there is a write besides deletions.</param>
/// <param name="IsDeleted">Whether there is a deletion, so that spans are deleted of what went before.</param>
internal sealed record TraceWrites(WriteSet Writes, ulong First, ulong Last, int FirstDay, int LastDay, long ExperimentId, string Client, bool IsThere, bool IsDeleted)
{
    /// <summary>The days of a write without spans.</summary>
    public static readonly (int First, int Last) NoDays = (int.MaxValue, int.MinValue);

    private const string Columns = "trace_id, write_id, first_day, last_day, experiment_id, experiment_is_explicit, client, deleted";

    // A write may stand there twice until a merge: hence the distinct ones.
    private const string ReadSql = """
        SELECT trace_id, toUInt64(uniqExact(write_id)) + max(deleted), sum(DISTINCT write_id), min(write_id), max(write_id), min(first_day), max(last_day),
               if(countIf(experiment_is_explicit) > 0, argMaxIf(experiment_id, write_id, experiment_is_explicit), argMinIf(experiment_id, write_id, first_day <= last_day)),
               argMaxIf(client, write_id, client != ''), countIf(deleted = 0) > 0, max(deleted) > 0
        FROM trace_writes WHERE trace_id IN 
        """;

    /// <summary>Announces writes whose inputs are there.</summary>
    public static Task AnnounceAsync(ClickHouseClient client, IReadOnlyList<RecordInput> writes, CancellationToken cancellationToken)
    {
        var rows = new RowBinaryWriter();
        foreach (var write in writes)
        {
            var (firstDay, lastDay) = write.Days is { } days ? days : write.OwnSpans is { Count: > 0 } spans ? (spans.Min(Day), spans.Max(Day)) : NoDays;
            rows.String(write.TraceId);
            rows.UInt64(write.WriteId);
            rows.Int32(firstDay);
            rows.Int32(lastDay);
            rows.Int64(write.ExperimentId);
            rows.Bool(write.ExperimentIsExplicit);
            rows.String(write.OwnClient?.Write() ?? string.Empty);
            rows.UInt64(write.Deleted);
            rows.EndRow();
        }

        return InsertPatience.InsertAsync(client, "trace_writes", Columns, rows, cancellationToken);
    }

    /// <summary>Reads what is announced of traces; those without a write are left out.</summary>
    public static async Task<Dictionary<string, TraceWrites>> ReadAsync(ClickHouseClient client, IEnumerable<string> traceIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TraceWrites>(StringComparer.Ordinal); // bounded by those who ask
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var values = new ClickHouseValues();
            var sql = $"{ReadSql}{values.Add(piece)} GROUP BY trace_id";
            foreach (var (traceId, writes) in await InsertPatience.RunAsync(client, () => client.QueryAsync(sql, values, Read, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                found[traceId] = writes;
            }
        }

        return found;
    }

    private static (string TraceId, TraceWrites Writes) Read(RowBinaryReader row) => (
        row.String(),
        new TraceWrites(new WriteSet((long)row.UInt64(), row.UInt64()), row.UInt64(), row.UInt64(), row.Int32(), row.Int32(), row.Int64(), row.String(), row.Bool(), row.Bool()));

    private static int Day(StoredSpanRow span) => SpanColumns.Day(span.Row.StartUnixNano);
}
