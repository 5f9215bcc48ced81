namespace OtelBridge.Store.Storage;

/// <summary>Opens a store by its address.</summary>
public static class TraceStores
{
    /// <summary>Opens <c>sqlite:PATH</c>, making the file and its folder when they do not exist, and migrates it to this version.</summary>
    /// <exception cref="StoreException">The address is not understood, or the store cannot be opened.</exception>
    public static Task<ITraceStore> OpenAsync(string address, StoreAccess access, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }
}
