using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace QuickStart.Tracing;

/// <summary>Reads traces back from the store, through the same service that any other program would use.</summary>
internal sealed class TraceReader : IDisposable
{
    private readonly UnaryGrpcClient _client;

    /// <param name="trackingUri">The address that the SDK sends to: <c>grpc://</c> or <c>grpcs://</c>.</param>
    public TraceReader(Uri trackingUri)
    {
        TrackingUri = trackingUri;
        var scheme = trackingUri.Scheme == "grpcs" ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        _client = new UnaryGrpcClient(new UriBuilder(scheme, trackingUri.Host, trackingUri.Port > 0 ? trackingUri.Port : 4317).Uri);
    }

    public Uri TrackingUri { get; }

    /// <exception cref="GrpcException">The store cannot be reached, or does not have the trace.</exception>
    public async Task<Trace> GetAsync(string traceId, CancellationToken cancellationToken)
    {
        var answer = await _client.CallAsync(
            TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId }, cancellationToken: cancellationToken);
        return answer.Trace;
    }

    public void Dispose() => _client.Dispose();
}
