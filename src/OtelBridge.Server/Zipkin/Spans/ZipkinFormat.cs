using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Zipkin's forms of times and refusals, said once for both directions.</summary>
internal static class ZipkinFormat
{
    /// <summary>Zipkin counts in microseconds, OTLP in nanoseconds.</summary>
    public const ulong NanosecondsPerMicrosecond = 1000;

    public static RefusedRequestException BadRequest(string message, Exception? innerException = null) =>
        new(StatusCodes.Status400BadRequest, GrpcStatusCode.InvalidArgument, message, innerException);
}
