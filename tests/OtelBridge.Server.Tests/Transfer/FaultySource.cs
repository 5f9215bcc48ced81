using OtelBridge.Server.Commands;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Transfer;

/// <summary>A source that answers some reads and then no more, as a server that is restarted.</summary>
internal sealed class FaultySource(ITraceSource source, int reads) : ITraceSource
{
    private int _reads;

    public Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken) => source.GetAsync(traceId, cancellationToken);

    public Task<IReadOnlyList<Trace>> BatchGetAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        ++_reads <= reads ? source.BatchGetAsync(traceIds, cancellationToken) : throw new StoreUnavailableException("The server is gone.");

    public Task<long> CountAsync(CountTracesRequest request, CancellationToken cancellationToken) => source.CountAsync(request, cancellationToken);

    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        source.GetExperimentAsync(experimentId, cancellationToken);

    public Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken) =>
        source.SearchAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
