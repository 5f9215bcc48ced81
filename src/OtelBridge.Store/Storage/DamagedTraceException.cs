namespace OtelBridge.Store.Storage;

/// <summary>What is stored of a trace cannot be read; other traces can. The message names it: gRPC DATA_LOSS, HTTP 500.</summary>
public sealed class DamagedTraceException(string message, Exception? innerException = null) : Exception(message, innerException);
