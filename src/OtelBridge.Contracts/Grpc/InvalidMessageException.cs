namespace OtelBridge.Grpc;

/// <summary>Bytes are not the protobuf message that they should be: gRPC status 3, HTTP status 400.</summary>
public sealed class InvalidMessageException(string message, Exception? innerException = null) : Exception(message, innerException);
