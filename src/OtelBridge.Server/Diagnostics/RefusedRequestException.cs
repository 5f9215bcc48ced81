using OtelBridge.Grpc;

namespace OtelBridge.Server.Diagnostics;

/// <summary>A request that is refused for its form, with the HTTP status that says so best.</summary>
internal sealed class RefusedRequestException(int httpStatus, GrpcStatusCode status, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public int HttpStatus { get; } = httpStatus;

    public GrpcStatusCode Status { get; } = status;
}
