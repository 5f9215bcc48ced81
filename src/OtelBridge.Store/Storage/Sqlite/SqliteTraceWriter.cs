using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Compresses on the caller's thread, then hands over to the writing thread.</summary>
internal sealed class SqliteTraceWriter(SqliteWriter writer) : ITraceWriter
{
    public async Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var packed = PayloadPacker.Pack(batches);
        await writer.RunAsync(
            statements =>
            {
                TraceMerge.Store(statements, packed);
                return packed.Length;
            },
            PayloadPacker.WaitingBytes(packed),
            cancellationToken).ConfigureAwait(false);
    }
}
