using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Compresses on the caller's thread, then hands over to the writing thread.</summary>
internal sealed class PostgresTraceWriter(PostgresWriter writer) : ITraceWriter
{
    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var packed = PayloadPacker.Pack(batches);
        return writer.WriteAsync(packed, PayloadPacker.WaitingBytes(packed), cancellationToken);
    }
}
