namespace OtelBridge.Server.Quotas;

/// <summary>One request of a subject: its searches share one slot, as a page sends several at once. Thread-safe.</summary>
internal sealed class QuotaRequest(QuotaAccount account, Quotas quotas, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<bool>? _slot;
    private int _running;

    public QuotaAccount Account => account;

    /// <summary>Runs a search for as long as it may take, when it may run.</summary>
    /// <exception cref="Store.Quotas.QuotaExceededException">Too many run already, or it took too long.</exception>
    public async Task<T> SearchAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken)
    {
        if (account.Searches is not { } slots)
        {
            return await WithinTimeAsync(search, cancellationToken);
        }

        Task<bool> slot;
        lock (_gate)
        {
            _running++;
            slot = _slot ??= slots.TryEnterAsync();
        }

        try
        {
            return await slot.WaitAsync(cancellationToken) ? await WithinTimeAsync(search, cancellationToken) : throw quotas.Refuse(account.NoSearch());
        }
        finally
        {
            Leave(slots, slot);
        }
    }

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken)
    {
        if (account.Quota.SearchSeconds is not (> 0 and var seconds))
        {
            return await search(cancellationToken);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await search(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw quotas.Refuse(account.NoTime());
        }
    }

    private void Leave(SearchSlots slots, Task<bool> slot)
    {
        lock (_gate)
        {
            if (--_running > 0)
            {
                return;
            }

            _slot = null;
        }

        // Whoever gave up while they waited may still be given the slot, soon; nobody waits for that.
        slot.ContinueWith(
            entered =>
            {
                if (entered.Result)
                {
                    slots.Leave();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
