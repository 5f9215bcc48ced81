using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Compresses on the caller's thread, then hands over to the writing thread.</summary>
internal sealed class SqliteTraceWriter(SqliteWriter writer) : ITraceWriter
{
    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var writes = new TraceWrite[batches.Count];
        var bytes = 0L;
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i] = new TraceWrite(batches[i], PayloadCodec.Encode(batches[i].Payload));
            bytes += writes[i].Payload.Bytes.Length;
        }

        return writer.RunAsync(statements => Store(statements, writes), bytes, cancellationToken);
    }

    private static int Store(SqliteTraceStatements statements, TraceWrite[] writes)
    {
        foreach (var write in writes)
        {
            SqliteTraceMerge.Apply(statements, write);
        }

        return writes.Length;
    }
}
