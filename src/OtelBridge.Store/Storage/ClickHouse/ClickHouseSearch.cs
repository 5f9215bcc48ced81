using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Finds and counts the traces of a filter.</summary>
internal sealed class ClickHouseSearch
{
    public Task<Page<TraceInfo>> FindAsync(TraceQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) => throw new NotSupportedException();
}
