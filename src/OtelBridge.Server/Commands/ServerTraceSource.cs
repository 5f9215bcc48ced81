using System.Net.Security;
using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Reads from a running server.</summary>
internal sealed class ServerTraceSource(Uri address, Action<SslClientAuthenticationOptions> tls) : ITraceSource
{
    private readonly ServerConnection _server = new(address, tls);

    public async Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId }, cancellationToken);
        return response.Trace;
    }

    public async Task<IReadOnlyList<Trace>> BatchGetAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { traceIds } }, cancellationToken);
        return response.Traces;
    }

    public async Task<long> CountAsync(CountTracesRequest request, CancellationToken cancellationToken) =>
        (await _server.CallAsync(TrackingServiceMethods.CountTraces, request, cancellationToken)).Count;

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(
            TrackingServiceMethods.GetExperiment, new GetExperimentRequest { ExperimentId = experimentId }, cancellationToken);
        return response.Experiment;
    }

    public Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken) =>
        _server.CallAsync(TrackingServiceMethods.SearchTraces, request, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
