namespace OtelBridge.Store.Storage;

/// <summary>Turns in which what clients say of traces is changed: read, decided, written, by one after the other, on whatever server.</summary>
internal interface ITraceTurns
{
    /// <summary>Waits for the turns of traces; disposing ends them. A server that dies ends its turns.</summary>
    /// <exception cref="StoreUnavailableException">Whoever keeps the turns cannot be asked.</exception>
    Task<IAsyncDisposable> TakeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken);
}
