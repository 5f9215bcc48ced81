namespace OtelBridge.Store.Search;

/// <summary>A filter or an order that cannot be read: gRPC INVALID_ARGUMENT, HTTP 400. The message says where, what was expected, and often what was meant.</summary>
public sealed class InvalidFilterException(string message) : Exception(message);
