using OtelBridge.Grpc;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>gRPC's failures in MLflow's words, the same that the store's REST API uses.</summary>
internal static class GrpcErrors
{
    public static MlflowException ToMlflow(GrpcException failure, string endpoint) => new(
        failure.InnerException is null && !IsTransport(failure) ? failure.Message : $"{failure.Message} The address is {endpoint}.", CodeOf(failure.Status), failure);

    private static bool IsTransport(GrpcException failure) =>
        failure.Status is GrpcStatusCode.Unavailable or GrpcStatusCode.Unknown or GrpcStatusCode.Unimplemented or GrpcStatusCode.Internal;

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
