using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Makes spans durable: first they, then the announcement, then the records of their traces.</summary>
internal sealed class ClickHouseTraceWriter : ITraceWriter
{
    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken) => throw new NotSupportedException();
}
