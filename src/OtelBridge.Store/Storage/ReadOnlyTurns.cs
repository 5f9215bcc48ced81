namespace OtelBridge.Store.Storage;

/// <summary>The turns of a store that was opened to read only: nobody changes anything.</summary>
internal sealed class ReadOnlyTurns : ITraceTurns
{
    public Task<IAsyncDisposable> TakeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken) =>
        Task.FromException<IAsyncDisposable>(new InvalidOperationException("The store was opened to read only."));
}
