using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Storage;

/// <summary>Opens a store by its address.</summary>
public static class TraceStores
{
    private const string SqlitePrefix = "sqlite:";

    /// <summary>Opens <c>sqlite:PATH</c>, making the file and its folder when they do not exist, and migrates it to this version.</summary>
    /// <exception cref="StoreException">The address is not understood, or the store cannot be opened.</exception>
    public static Task<ITraceStore> OpenAsync(string address, StoreAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.StartsWith(SqlitePrefix, StringComparison.Ordinal) || address.Length == SqlitePrefix.Length)
        {
            throw new StoreException($"'{address}' is not the address of a store. Use sqlite:PATH, for example sqlite:/var/lib/otelbridge/otelbridge.db.");
        }

        // Opening may migrate, which takes as long as it takes: off the caller's thread.
        return Task.Run<ITraceStore>(() => SqliteTraceStore.Open(address[SqlitePrefix.Length..], access), cancellationToken);
    }
}
