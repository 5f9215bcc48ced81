using OtelBridge.Grpc;

namespace OtelBridge.Export.Wires;

/// <summary>What the failure of a question to a tracking server means for the spans that wait for its answer.</summary>
internal static class QuestionFailure
{
    public static SendException Of(MlflowException failure) =>
        failure.InnerException is GrpcException cause ? GrpcFailure.Of(cause) : new SendException(KindOf(failure.ErrorCode), failure.Message, failure) { RetryAfter = failure.RetryAfter };

    // What MLflow's own client repeats is transient: status 408, 429, 500, 502, 503, 504 and a broken line.
    private static SendFailure KindOf(string code) => code switch
    {
        MlflowErrorCode.TemporarilyUnavailable or MlflowErrorCode.DeadlineExceeded or MlflowErrorCode.ResourceExhausted or MlflowErrorCode.InternalError or "REQUEST_LIMIT_EXCEEDED" =>
            SendFailure.Transient,
        MlflowErrorCode.Unauthenticated or MlflowErrorCode.PermissionDenied or MlflowErrorCode.EndpointNotFound or MlflowErrorCode.BadRequest or "NOT_IMPLEMENTED" => SendFailure.Broken,
        _ => SendFailure.Refused,
    };
}
