namespace OtelBridge.Store.Storage;

/// <summary>Turns in which what clients say of one trace is changed: read, decided, written, by one after the other, on whatever server.</summary>
internal interface ITraceTurns
{
    /// <summary>Waits for the turn of a trace; disposing ends it. A server that dies ends its turns.</summary>
    /// <exception cref="StoreUnavailableException">Whoever keeps the turns cannot be asked.</exception>
    Task<IAsyncDisposable> TakeAsync(string traceId, CancellationToken cancellationToken);
}
