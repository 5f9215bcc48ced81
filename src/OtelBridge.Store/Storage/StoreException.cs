namespace OtelBridge.Store.Storage;

/// <summary>The store cannot be opened as it was asked for: bad address, not writable, in use, or from a newer version. The message says what to do.</summary>
public sealed class StoreException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets whether another process writes the store.</summary>
    public bool IsInUse { get; init; }
}
