using OtelBridge.Diagnostics;
using OtelBridge.Grpc;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>gRPC's failures in MLflow's words, the same that the store's REST API uses.</summary>
internal static class GrpcErrors
{
    public static MlflowException ToMlflow(GrpcException failure, Uri address) => new($"{Sentence(failure.Message)}{Hint(failure, address)}", CodeOf(failure.Status), failure);

    // What another server than a gRPC one leads to: a broken stream, or an answer without gRPC's status.
    private static string Hint(GrpcException failure, Uri address)
    {
        if (TlsAdvice.IsTls(failure))
        {
            return TlsAdvice.Of(failure);
        }

        // With TLS 1.3 that looks like a line that breaks.
        if (failure.InnerException is HttpRequestException or IOException && CertificateWishes.Advice(address) is { Length: > 0 } wish)
        {
            return wish;
        }

        for (Exception? cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            // Unknown: a handshake that was not completed, among others.
            if (cause is HttpProtocolException or HttpIOException
                or HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.Unknown })
            {
                return $" If {Redaction.Endpoint(address)} is the HTTP port of a server, begin the address with {address.Scheme}://.";
            }
        }

        return failure.Message.Contains("is it a gRPC port", StringComparison.Ordinal) ? $" For an HTTP port the address begins with {address.Scheme}://." : NoServer.Advice(failure);
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";

    private static string CodeOf(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.OutOfRange or GrpcStatusCode.FailedPrecondition => MlflowErrorCode.InvalidParameterValue,
        GrpcStatusCode.NotFound => MlflowErrorCode.ResourceDoesNotExist,
        GrpcStatusCode.AlreadyExists => MlflowErrorCode.ResourceAlreadyExists,
        GrpcStatusCode.Unauthenticated => MlflowErrorCode.Unauthenticated,
        GrpcStatusCode.PermissionDenied => MlflowErrorCode.PermissionDenied,
        GrpcStatusCode.ResourceExhausted => MlflowErrorCode.ResourceExhausted,
        GrpcStatusCode.Unavailable => MlflowErrorCode.TemporarilyUnavailable,
        GrpcStatusCode.DeadlineExceeded => MlflowErrorCode.DeadlineExceeded,
        GrpcStatusCode.Unimplemented => MlflowErrorCode.EndpointNotFound,
        GrpcStatusCode.Aborted => "ABORTED",
        GrpcStatusCode.Cancelled => "CANCELLED",
        GrpcStatusCode.DataLoss => "DATA_LOSS",
        _ => MlflowErrorCode.InternalError,
    };
}
