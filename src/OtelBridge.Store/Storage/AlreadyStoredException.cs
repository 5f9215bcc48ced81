namespace OtelBridge.Store.Storage;

/// <summary>What a request would make exists. The message is for the caller.</summary>
public sealed class AlreadyStoredException(string message) : Exception(message);
