using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Where the reading commands read: a server or a file. Failures are <see cref="GrpcException"/> either way.</summary>
internal interface ITraceSource : IAsyncDisposable
{
    Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken);

    Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken);
}
