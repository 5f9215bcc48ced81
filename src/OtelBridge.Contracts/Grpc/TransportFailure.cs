using System.Globalization;

namespace OtelBridge.Grpc;

/// <summary>Says in gRPC's terms why HTTP/2 brought no answer.</summary>
internal static class TransportFailure
{
    private const long ProtocolError = 0x1;
    private const long FrameSizeError = 0x6;
    private const long Http11Required = 0xd;

    /// <summary>The exception that a caller sees for one of <see cref="HttpClient"/>.</summary>
    /// <param name="cause">What was thrown while sending or reading.</param>
    /// <param name="authority">Host and port of the server.</param>
    /// <param name="passedDeadline">How long the call was allowed to take, if that time is over.</param>
    /// <param name="cancellationToken">The caller's own token.</param>
    public static Exception Describe(Exception cause, string authority, TimeSpan? passedDeadline, CancellationToken cancellationToken)
    {
        // Cancellation may surface as a broken stream, so the reasons for it are looked at first.
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException("The call was cancelled.", cause, cancellationToken);
        }

        if (passedDeadline is { } timeout)
        {
            return new GrpcException(
                GrpcStatusCode.DeadlineExceeded,
                string.Create(CultureInfo.InvariantCulture, $"No answer from {authority} within {timeout.TotalSeconds:0.###} s."),
                cause);
        }

        if (cause is OperationCanceledException)
        {
            return cause.InnerException is TimeoutException
                ? new GrpcException(GrpcStatusCode.Unavailable, $"Cannot reach {authority}: connecting took too long.", cause)
                : new GrpcException(GrpcStatusCode.Cancelled, "The client was disposed during the call.", cause);
        }

        var reset = cause as HttpProtocolException ?? cause.InnerException as HttpProtocolException;
        return new GrpcException(
            reset is null ? GrpcStatusCode.Unavailable : FromHttp2(reset.ErrorCode),
            $"No answer from {authority}: {cause.Message}{(reset?.ErrorCode is null or ProtocolError or FrameSizeError or Http11Required ? Hint(cause) : string.Empty)}",
            cause);
    }

    // What a server of HTTP/1.1 leads to; a broken line may look the same, so it is a question.
    private static string Hint(Exception cause) =>
        cause is HttpProtocolException or HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.Unknown }
            && !cause.Message.Contains("SSL", StringComparison.Ordinal)
                ? " Is it a gRPC port?"
                : string.Empty;

    // PROTOCOL-HTTP2.md, "Errors". NO_ERROR is what a server says that closes its connections to stop: another try may reach
    // the next one, so it is Unavailable here rather than Internal.
    private static GrpcStatusCode FromHttp2(long errorCode) => errorCode switch
    {
        0x0 or 0x7 => GrpcStatusCode.Unavailable, // NO_ERROR, REFUSED_STREAM
        0x8 => GrpcStatusCode.Cancelled, // CANCEL
        0xb => GrpcStatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => GrpcStatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => GrpcStatusCode.Internal,
    };
}
