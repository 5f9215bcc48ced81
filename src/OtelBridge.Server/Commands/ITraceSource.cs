using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Where the reading commands read: a server or a file. Failures are <see cref="GrpcException"/> either way.</summary>
internal interface ITraceSource : IAsyncDisposable
{
    Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>Reads traces with their spans; ids that are not stored are left out.</summary>
    Task<IReadOnlyList<Trace>> BatchGetAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    Task<long> CountAsync(CountTracesRequest request, CancellationToken cancellationToken);

    Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken);

    Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken);
}
