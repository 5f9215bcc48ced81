using System.Security.Cryptography;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Hides traces before they are deleted piece by piece.</summary>
internal static class DeletedTraces
{
    /// <summary>The experiment that the head of a deleted trace names: no record is there.</summary>
    public const long NoExperiment = -1;

    // Those who write meanwhile and have not seen the deletion count fewer: what they make of deleted spans does not count.
    private const ulong Ahead = 1024;

    private const string HeadColumns = "trace_id, version, experiment_id, start_ns, arrival";

    /// <summary>Gives the number of writes that a deletion stands for.</summary>
    public static ulong Weight(TraceWrites writes) => (ulong)writes.Writes.Count + Ahead;

    /// <summary>Gives the version below which records are of deleted spans.</summary>
    public static ulong Bound(TraceWrites writes) => Weight(writes) << RecordKeeper.RandomBits;

    /// <summary>Puts a head before those of the traces, so that nobody finds them.</summary>
    public static Task HideAsync(ClickHouseClient client, Dictionary<string, TraceWrites> traces, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = new RowBinaryWriter();
        foreach (var (traceId, writes) in traces)
        {
            rows.String(traceId);
            rows.UInt64(Bound(writes) | (uint)RandomNumberGenerator.GetInt32(1 << RecordKeeper.RandomBits));
            rows.Int64(NoExperiment);
            rows.Int64((now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
            rows.UInt64(writes.Last);
            rows.EndRow();
        }

        return InsertPatience.InsertAsync(client, "trace_heads", HeadColumns, rows, cancellationToken);
    }
}
