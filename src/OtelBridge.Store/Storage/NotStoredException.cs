namespace OtelBridge.Store.Storage;

/// <summary>What a request names is not stored. The message is for the caller.</summary>
public sealed class NotStoredException(string message) : Exception(message);
