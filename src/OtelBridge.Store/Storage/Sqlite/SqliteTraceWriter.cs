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
        await writer.RunAsync(statements => Store(statements, packed), bytes, cancellationToken).ConfigureAwait(false);
    }

    private static int Store(SqliteTraceStatements statements, PackedBatch[] batches)
    {
        var blockId = 0L;
        for (var i = 0; i < batches.Length; i++)
        {
            var block = batches[i].Block;
            if (i == 0 || !ReferenceEquals(block, batches[i - 1].Block))
            {
                // Counted as used before its spans are merged: those that turn out to be older copies take themselves off.
                blockId = statements.InsertBlock(block);
                statements.AddBlockUse(blockId, batches.Skip(i).TakeWhile(b => ReferenceEquals(b.Block, block)).Sum(b => b.Batch.Spans.Count));
            }

            SqliteTraceMerge.Apply(statements, batches[i], blockId);
        }

        return batches.Length;
    }
}
