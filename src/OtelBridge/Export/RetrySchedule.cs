using OtelBridge.Grpc;

namespace OtelBridge.Export;

/// <summary>When a failed request is tried again: growing delays with jitter, inside a bounded time.</summary>
internal sealed class RetrySchedule(TimeSpan budget, TimeProvider time)
{
    private const double Factor = 1.6;
    private const double Jitter = 0.2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = FirstDelay;

    /// <summary>What OTLP's specification calls retryable, and a line that broke before any answer.</summary>
    /// <remarks>
    /// A server out of resources is not retryable unless it says when to come back, which unary status cannot carry here.
    /// A stream that the server reset is the status INTERNAL by gRPC's rule, but nobody judged the request; sending again does no harm, since spans are idempotent.
    /// </remarks>
    public static bool IsRetryable(GrpcException failure) =>
        failure.InnerException is IOException or HttpRequestException
        || failure.Status
            is GrpcStatusCode.Cancelled
            or GrpcStatusCode.DeadlineExceeded
            or GrpcStatusCode.Aborted
            or GrpcStatusCode.OutOfRange
            or GrpcStatusCode.Unavailable
            or GrpcStatusCode.DataLoss;

    /// <summary>The delay before the next attempt; false when the time is used up.</summary>
    public bool TryNext(out TimeSpan delay)
    {
        // Jitter keeps a fleet of programs from returning to a server all at once.
        delay = _next * (1 - Jitter + (Random.Shared.NextDouble() * 2 * Jitter));
        _next = TimeSpan.FromTicks(Math.Min((_next * Factor).Ticks, MaxDelay.Ticks));
        return time.GetElapsedTime(_start) + delay < budget;
    }
}
