using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Reads by service, which knows no experiments: only for who sees all of them, but for a trace by its id.</summary>
internal sealed class GuardedServiceReader(IServiceReader services, ExperimentGuard guard) : IServiceReader
{
    private const string Services = "A search by service";

    public Task<IReadOnlyList<string>> ListServicesAsync(CancellationToken cancellationToken)
    {
        guard.RequireAll(Services);
        return services.ListServicesAsync(cancellationToken);
    }

    public Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, CancellationToken cancellationToken)
    {
        guard.RequireAll(Services);
        return services.ListOperationsAsync(serviceName, cancellationToken);
    }

    public Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken)
    {
        guard.RequireAll(Services);
        return services.FindTracesAsync(query, cancellationToken);
    }

    public Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken)
    {
        guard.RequireAll(Services);
        return services.FindSummariesAsync(query, cancellationToken);
    }

    public async Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken) =>
        await services.FindTraceAsync(otlpTraceId, cancellationToken).ConfigureAwait(false) is { } trace && guard.Sees(trace.Info) ? trace : null;

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, CancellationToken cancellationToken)
    {
        guard.RequireAll(Services);
        return services.ReadCallsAsync(startFromUnixNano, startBeforeUnixNano, cancellationToken);
    }
}
