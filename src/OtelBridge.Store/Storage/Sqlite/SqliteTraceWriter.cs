using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Compresses on the caller's thread, then hands over to the writing thread.</summary>
internal sealed class SqliteTraceWriter(SqliteWriter writer) : ITraceWriter
{
    public async Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var packed = PayloadPacker.Pack(batches);

        // The messages wait with their blocks: whoever called holds them. Compressed bytes alone would let tenfold as much wait.
        var bytes = packed.DistinctBy(batch => batch.Block).Sum(batch => (long)batch.Block.Size + batch.Block.Bytes.Length);
        await writer.RunAsync(
            statements =>
            {
                TraceMerge.Store(statements, packed);
                return packed.Length;
            },
            bytes,
            cancellationToken).ConfigureAwait(false);
    }
}
