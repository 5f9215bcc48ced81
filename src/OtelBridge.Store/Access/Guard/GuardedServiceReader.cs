using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Reads by service, in experiments that the caller sees.</summary>
internal sealed class GuardedServiceReader(IServiceReader services, ExperimentGuard guard) : IServiceReader
{
    public async Task<IReadOnlyList<string>> ListServicesAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        await services.ListServicesAsync(await guard.NarrowAsync(experimentIds, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        await services.ListOperationsAsync(serviceName, await guard.NarrowAsync(experimentIds, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        await services.FindTracesAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        await services.FindSummariesAsync(await NarrowAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken) =>
        await services.FindTraceAsync(otlpTraceId, cancellationToken).ConfigureAwait(false) is { } trace && guard.Sees(trace.Info) ? trace : null;

    public async Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(
        long startFromUnixNano, long startBeforeUnixNano, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) => await services.ReadCallsAsync(
        startFromUnixNano, startBeforeUnixNano, await guard.NarrowAsync(experimentIds, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async ValueTask<ServiceTraceQuery> NarrowAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        query with { ExperimentIds = await guard.NarrowAsync(query.ExperimentIds, cancellationToken).ConfigureAwait(false) };
}
