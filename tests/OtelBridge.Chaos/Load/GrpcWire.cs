using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Chaos.Load;

/// <summary>OTLP over gRPC.</summary>
internal sealed class GrpcWire(Uri address, TimeSpan timeout, string? key = null) : ISpanWire
{
    private readonly UnaryGrpcClient _client = ServerClients.Grpc(address, timeout, key);

    public async Task<SendResult> SendAsync(ExportTraceServiceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.CallAsync(TraceServiceMethods.Export, request, cancellationToken: cancellationToken);
            return answer.PartialSuccess is { } partial ? new SendResult(SendKind.Refused, $"grpc: partial success: {partial.ErrorMessage}") : SendResult.Ok;
        }
        catch (GrpcException e)
        {
            return new SendResult(IsRetryable(e) ? SendKind.Retryable : SendKind.Refused, $"grpc: {e.Status}: {e.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    // OTLP's own list; RESOURCE_EXHAUSTED only where the server says when. INTERNAL is what a client makes of a line that breaks in the middle of an answer.
    private static bool IsRetryable(GrpcException e) =>
        e.Status is GrpcStatusCode.Unavailable or GrpcStatusCode.Cancelled or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Aborted or GrpcStatusCode.OutOfRange or GrpcStatusCode.DataLoss
        || (e.Status == GrpcStatusCode.ResourceExhausted && e.RetryAfter is not null)
        || (e.Status == GrpcStatusCode.Internal && e.InnerException is not null);
}
