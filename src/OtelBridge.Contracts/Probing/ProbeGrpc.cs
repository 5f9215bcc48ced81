using OtelBridge.Grpc;

namespace OtelBridge.Probing;

/// <summary>Calls to a target over gRPC, with its certificates and headers.</summary>
internal static class ProbeGrpc
{
    /// <exception cref="ArgumentException">A header cannot be sent as metadata.</exception>
    public static UnaryGrpcClient Client(ProbeTarget target, HttpMessageHandler handler)
    {
        // Each probe has a deadline of its own.
        var options = new UnaryGrpcClientOptions { Timeout = Timeout.InfiniteTimeSpan, Handler = handler };
        foreach (var (key, value) in target.Headers)
        {
            options.Metadata[key] = value;
        }

        return new UnaryGrpcClient(target.Endpoint, options);
    }
}
