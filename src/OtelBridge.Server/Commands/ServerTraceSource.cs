using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Reads from a running server.</summary>
internal sealed class ServerTraceSource(Uri address) : ITraceSource
{
    private readonly UnaryGrpcClient _client = new(address, new UnaryGrpcClientOptions
    {
        // A person waits for one whole trace: what the server is ready to send is to be read.
        MaxReceiveMessageSize = new OtelBridgeServerLimits().MaxResponseSize,
        Timeout = TimeSpan.FromMinutes(1),
    });

    public async Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken)
    {
        var response = await CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId }, cancellationToken);
        return response.Trace;
    }

    public async Task<IReadOnlyList<Trace>> BatchGetAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var response = await CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { traceIds } }, cancellationToken);
        return response.Traces;
    }

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            TrackingServiceMethods.GetExperiment, new GetExperimentRequest { ExperimentId = experimentId }, cancellationToken);
        return response.Experiment;
    }

    public Task<SearchTracesResponse> SearchAsync(SearchTracesRequest request, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.SearchTraces, request, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse>
    {
        try
        {
            return await _client.CallAsync(method, request, cancellationToken: cancellationToken);
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.Unavailable)
        {
            throw new GrpcException(e.Status, $"{e.Message.TrimEnd('.')}. Start a server with 'otelbridge serve', or name another with --server or --store.", e);
        }
    }
}
