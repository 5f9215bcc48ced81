using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Quotas;

/// <summary>Searches by service within the quota of who asks.</summary>
internal sealed class QuotaServiceReader(IServiceReader services, Quotas quotas) : IServiceReader
{
    public Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => services.FindTracesAsync(query with { Limit = quotas.Rows(query.Limit) }, token), cancellationToken);

    public Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => services.FindSummariesAsync(query with { Limit = quotas.Rows(query.Limit) }, token), cancellationToken);

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => services.ReadCallsAsync(startFromUnixNano, startBeforeUnixNano, token), cancellationToken);

    public Task<IReadOnlyList<string>> ListServicesAsync(CancellationToken cancellationToken) => services.ListServicesAsync(cancellationToken);

    public Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, CancellationToken cancellationToken) => services.ListOperationsAsync(serviceName, cancellationToken);

    public Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken) => services.FindTraceAsync(otlpTraceId, cancellationToken);
}
