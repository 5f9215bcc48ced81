namespace OtelBridge.Store.Storage;

/// <summary>The store could not do it now and a later try may succeed: gRPC UNAVAILABLE, HTTP 503.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
