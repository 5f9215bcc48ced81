namespace OtelBridge.Grpc;

/// <summary>A message exceeds the limit of its receiver: gRPC status 8, HTTP status 413.</summary>
public sealed class MessageTooLargeException(string message) : Exception(message);
