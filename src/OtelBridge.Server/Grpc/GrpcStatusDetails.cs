using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OtelBridge.Grpc;
using OtelBridge.Rpc;
using RpcStatus = OtelBridge.Rpc.Status;

namespace OtelBridge.Server.Grpc;

/// <summary>Writes when to come back as gRPC does: a <c>google.rpc.Status</c> with <c>RetryInfo</c>, in binary metadata.</summary>
internal static class GrpcStatusDetails
{
    public const string Header = "grpc-status-details-bin";

    public static string Write(GrpcStatusCode status, string message, TimeSpan retryAfter)
    {
        var details = new RpcStatus { Code = (int)status, Message = message, Details = { Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) }) } };
        return Convert.ToBase64String(details.ToByteArray()).TrimEnd('='); // gRPC leaves the padding out
    }
}
