namespace OtelBridge.Store.Search;

/// <summary>A filter or an order that cannot be read: gRPC INVALID_ARGUMENT, HTTP 400.</summary>
/// <param name="message">Where it went wrong, what was expected, and often what was meant.</param>
public sealed class InvalidFilterException(string message) : Exception(message);
