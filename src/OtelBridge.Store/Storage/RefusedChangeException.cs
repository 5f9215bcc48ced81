namespace OtelBridge.Store.Storage;

/// <summary>A change that what is stored does not allow. The message is for the caller.</summary>
public sealed class RefusedChangeException(string message) : Exception(message);
