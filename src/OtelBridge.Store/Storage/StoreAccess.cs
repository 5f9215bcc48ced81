namespace OtelBridge.Store.Storage;

/// <summary>How a store is opened.</summary>
public enum StoreAccess
{
    /// <summary>To read and write; one process at a time on SQLite.</summary>
    ReadWrite = 0,

    /// <summary>To read only, also beside a process that writes.</summary>
    ReadOnly = 1,
}
