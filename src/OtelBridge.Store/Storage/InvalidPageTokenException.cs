namespace OtelBridge.Store.Storage;

/// <summary>A page token that this store did not make: gRPC INVALID_ARGUMENT, HTTP 400.</summary>
public sealed class InvalidPageTokenException(string message) : Exception(message);
