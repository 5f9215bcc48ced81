using System.Security.Authentication;
using OtelBridge.Grpc;

namespace OtelBridge.Export.Wires;

/// <summary>What a status of gRPC means for spans.</summary>
internal static class GrpcFailure
{
    /// <remarks>
    /// What OTLP's specification calls retryable is transient, and a line that broke before any answer: a stream that the server reset is the status INTERNAL by gRPC's
    /// rule, but nobody judged the request, and sending spans again does no harm. A server out of resources is to be tried again only when it says when; else the request was too large.
    /// </remarks>
    public static SendException Of(GrpcException failure) => new(KindOf(failure), $"{failure.Status}: {failure.Message}", failure) { RetryAfter = failure.RetryAfter };

    private static SendFailure KindOf(GrpcException failure)
    {
        if (IsTls(failure.InnerException))
        {
            return SendFailure.Broken;
        }

        return failure.Status switch
        {
            _ when failure.RetryAfter is not null => SendFailure.Transient,
            _ when failure.InnerException is IOException or HttpRequestException => SendFailure.Transient,
            GrpcStatusCode.Cancelled or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Aborted or GrpcStatusCode.OutOfRange or GrpcStatusCode.Unavailable or GrpcStatusCode.DataLoss =>
                SendFailure.Transient,
            GrpcStatusCode.ResourceExhausted => SendFailure.TooLarge,
            GrpcStatusCode.InvalidArgument => SendFailure.Refused,
            _ => SendFailure.Broken,
        };
    }

    private static bool IsTls(Exception? cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || cause?.InnerException is AuthenticationException;
}
