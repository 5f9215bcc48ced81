using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads traces from ClickHouse.</summary>
internal sealed class ClickHouseTraceReader(ClickHouseSearch search) : ITraceReader
{
    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken) => search.FindAsync(query, cancellationToken);

    public Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) =>
        search.CountAsync(experimentIds, filter, cancellationToken);
}
