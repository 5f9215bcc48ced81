using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads traces by service and operation.</summary>
internal sealed class ClickHouseServiceReader : IServiceReader
{
    public Task<IReadOnlyList<string>> ListServicesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
