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

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => services.ReadCallsAsync(startFromUnixNano, startBeforeUnixNano, experimentIds, token), cancellationToken);

    public Task<IReadOnlyList<string>> ListServicesAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        services.ListServicesAsync(experimentIds, cancellationToken);

    public Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        services.ListOperationsAsync(serviceName, experimentIds, cancellationToken);

    public Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken) => services.FindTraceAsync(otlpTraceId, cancellationToken);
}
