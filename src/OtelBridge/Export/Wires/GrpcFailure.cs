using OtelBridge.Client.Transport;
using OtelBridge.Grpc;

namespace OtelBridge.Export.Wires;

/// <summary>What a status of gRPC means for spans.</summary>
internal static class GrpcFailure
{
    /// <remarks>
    /// What OTLP's specification calls retryable is transient, and a line that broke before any answer: a stream that the server reset is the status INTERNAL by gRPC's
    /// rule, but nobody judged the request, and sending spans again does no harm. A server out of resources is to be tried again only when it says when; else the request was too large.
    /// </remarks>
    public static SendException Of(GrpcException failure, Uri? address = null) =>
        new(KindOf(failure), $"{failure.Status}: {failure.Message}{Advice(failure, address)}", failure) { RetryAfter = failure.RetryAfter };

    private static SendFailure KindOf(GrpcException failure)
    {
        if (TlsAdvice.IsTls(failure.InnerException))
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

    private static string Advice(GrpcException failure, Uri? address) => failure switch
    {
        { InnerException: { } cause } when TlsAdvice.IsTls(cause) => TlsAdvice.Of(cause),
        { Status: GrpcStatusCode.Unauthenticated or GrpcStatusCode.PermissionDenied } =>
            " Check the credentials: OTEL_EXPORTER_OTLP_HEADERS for a collector, Headers for a named destination.",
        { InnerException: HttpRequestException or IOException } when address is not null && CertificateWishes.Advice(address) is { Length: > 0 } wish => wish,
        _ when failure.Message.Contains("gRPC port", StringComparison.Ordinal) => " OTLP over gRPC is mostly at 4317; set the protocol to http/protobuf for 4318.",
        _ => string.Empty,
    };
}
