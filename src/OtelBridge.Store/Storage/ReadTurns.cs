namespace OtelBridge.Store.Storage;

/// <summary>Runs reads that block: off the caller's thread, few at a time, until the store closes.</summary>
internal sealed class ReadTurns(int atOnce) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Runs a read; its token ends with the caller's and with the store.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> read, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _turns.WaitAsync(ending.Token).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => read(ending.Token), ending.Token).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Ends the reads that run, and waits for them: the store must not be closed under them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        for (var turn = 0; turn < atOnce; turn++)
        {
            await _turns.WaitAsync().ConfigureAwait(false);
        }
    }
}
