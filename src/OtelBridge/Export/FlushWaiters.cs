namespace OtelBridge.Export;

/// <summary>Callers that wait until a number of spans is settled.</summary>
internal sealed class FlushWaiters(DeliveryLedger ledger)
{
    private readonly Lock _gate = new();

    // One entry for each flush that waits now; each leaves when its time is over.
    private readonly List<Waiter> _waiters = [];

    /// <summary>Waits until <paramref name="target"/> spans are settled, the time is over, or the caller gives up.</summary>
    public async Task WaitAsync(long target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(target, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (ledger.Settled >= target)
            {
                return;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The caller reads from the ledger what was reached.
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Lets go of those whose number is reached.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (ledger.Settled >= _waiters[i].Target)
                {
                    _waiters[i].Done.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    private sealed record Waiter(long Target, TaskCompletionSource Done);
}
