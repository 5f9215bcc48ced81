namespace OtelBridge.Store.Storage;

/// <summary>Bounds the memory of what waits to be written, so that a slow store pushes back on the senders. Thread-safe.</summary>
internal sealed class Backlog
{
    private const long MaxBytes = 256L * 1024 * 1024;

    private long _bytes;

    /// <summary>Gets whether no more may begin to wait.</summary>
    public bool IsFull => Volatile.Read(ref _bytes) >= MaxBytes;

    /// <summary>What senders are told then.</summary>
    public static StoreUnavailableException TooMuch() => new("Too many writes are waiting for the store; try again later.");

    /// <summary>Counts something that begins to wait. A single one above the bound may: it could never go otherwise.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting.</exception>
    public void Enter(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > MaxBytes && bytes < Volatile.Read(ref _bytes))
        {
            Leave(bytes);
            throw TooMuch();
        }
    }

    public void Leave(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
