using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>The writer of a store that was opened to read.</summary>
internal sealed class ReadOnlyTraceWriter : ITraceWriter
{
    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The store was opened to read only.");
}
