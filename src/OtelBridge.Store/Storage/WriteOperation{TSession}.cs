namespace OtelBridge.Store.Storage;

/// <summary>One change on its way into the store, and the task of whoever waits for it.</summary>
internal abstract class WriteOperation<TSession>(long bytes)
{
    /// <summary>Gets about how much memory the operation holds while it waits.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Applies the change inside the open transaction. May run again after a rollback.</summary>
    public abstract void Run(TSession session);

    /// <summary>Notes that the last run was rolled back.</summary>
    public abstract void Fail(Exception fault);

    /// <summary>Tells the waiting task how the last run ended.</summary>
    public abstract void Complete();
}
