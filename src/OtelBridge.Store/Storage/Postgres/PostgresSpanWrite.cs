namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The packed batches of one request on their way into the database.</summary>
internal sealed class PostgresSpanWrite(PackedBatch[] batches, long bytes, CancellationToken cancellationToken)
    : WriteOperation<PostgresMergeSession, int>(session => Store(session, batches), bytes, cancellationToken)
{
    public PackedBatch[] Batches => batches;

    private static int Store(PostgresMergeSession session, PackedBatch[] batches)
    {
        TraceMerge.Store(session, batches);
        return batches.Length;
    }
}
