namespace OtelBridge.Store.TracesJson;

/// <summary>A file is no <c>traces.json</c>. The message is for whoever sent it: gRPC INVALID_ARGUMENT, HTTP 400.</summary>
public sealed class TracesJsonException(string message, Exception? innerException = null) : Exception(message, innerException);
