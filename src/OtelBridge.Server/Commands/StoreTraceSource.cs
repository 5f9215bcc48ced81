using OtelBridge.Server.Tracking;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Reads a store's file directly, also beside a server that writes it.</summary>
internal sealed class StoreTraceSource(ITraceStore store) : ITraceSource
{
    private readonly ITraceStore _store = store;
    private readonly TrackingService _tracking = new(store);
    private readonly ExperimentService _experiments = new(store);

    public static async Task<ITraceSource> OpenAsync(string address, CancellationToken cancellationToken) =>
        new StoreTraceSource(await TraceStores.OpenAsync(address, StoreAccess.ReadOnly, cancellationToken));

    public async Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken)
    {
        var response = await _tracking.GetTraceAsync(new GetTraceRequest { TraceId = traceId }, cancellationToken);
        return response.Trace;
    }

    public async Task<IReadOnlyList<Trace>> BatchGetAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var response = await _tracking.BatchGetTracesAsync(new BatchGetTracesRequest { TraceIds = { traceIds } }, cancellationToken);
        return response.Traces;
    }

    public async Task<long> CountAsync(CountTracesRequest request, CancellationToken cancellationToken) =>
        (await _tracking.CountTracesAsync(request, cancellationToken)).Count;

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken)
    {
        var response = await _experiments.GetExperimentAsync(new GetExperimentRequest { ExperimentId = experimentId }, cancellationToken);
        return response.Experiment;
    }

    public Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken) =>
        _tracking.SearchTracesAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
