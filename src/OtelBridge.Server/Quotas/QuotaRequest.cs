using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>One request of a caller in a workspace: its searches share one slot of each, as a page sends several at once. Thread-safe.</summary>
/// <param name="account">That of the caller.</param>
/// <param name="workspace">That of the workspace; null where nobody counts for one.</param>
/// <param name="quotas">Where refusals are counted.</param>
/// <param name="time">The clock.</param>
internal sealed class QuotaRequest(QuotaAccount account, QuotaAccount? workspace, Quotas quotas, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<QuotaAccount?>? _slots;
    private int _running;

    public QuotaAccount Account => account;

    /// <summary>Gets how large its spans may be; null where nothing is said.</summary>
    public SpanLimits? SpanLimits => workspace is null ? SpanLimits.Of((account.Name, account.Quota)) : SpanLimits.Of((account.Name, account.Quota), (workspace.Name, workspace.Quota));

    /// <summary>Refuses a request with spans before it is read, where nothing of it could be stored.</summary>
    public void Expect(long? bytes)
    {
        account.Expect(bytes);
        workspace?.Expect(bytes);
    }

    public void Take(QuotaShare share) => account.Take(share, workspace);

    public void GiveBack(QuotaShare share)
    {
        account.GiveBack(share);
        workspace?.GiveBack(share);
    }

    /// <summary>How many of so many rows a search gives at once.</summary>
    public int Rows(int wanted) => Tightest(static quota => quota.SearchRows) is var (_, most) ? (int)Math.Min(most, wanted) : wanted;

    /// <summary>Runs a search for as long as it may take, when it may run.</summary>
    /// <exception cref="QuotaExceededException">Too many run already, or it took too long.</exception>
    public async Task<T> SearchAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken)
    {
        Task<QuotaAccount?> slots;
        lock (_gate)
        {
            _running++;
            slots = _slots ??= EnterAsync();
        }

        try
        {
            return await slots.WaitAsync(cancellationToken) is { } full ? throw quotas.Refuse(full.NoSearch()) : await WithinTimeAsync(search, cancellationToken);
        }
        finally
        {
            Leave(slots);
        }
    }

    // Gives who has no slot; null when there is one of each. The caller's first: whoever waits for their own takes none that others could have.
    private async Task<QuotaAccount?> EnterAsync()
    {
        if (!await account.Searches.TryEnterAsync())
        {
            return account;
        }

        if (workspace is null || await workspace.Searches.TryEnterAsync())
        {
            return null;
        }

        account.Searches.Leave();
        return workspace;
    }

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken)
    {
        if (Tightest(static quota => quota.SearchSeconds) is not var (whose, seconds))
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
            throw quotas.Refuse(whose.NoTime());
        }
    }

    // Both hold, so the smaller one decides.
    private (QuotaAccount Whose, long Most)? Tightest(Func<Quota, long?> read)
    {
        var (own, around) = (read(account.Quota), workspace is null ? null : read(workspace.Quota));
        return around is > 0 && (own is not > 0 || around < own) ? (workspace!, around.Value) : own is > 0 ? (account, own.Value) : null;
    }

    private void Leave(Task<QuotaAccount?> slots)
    {
        lock (_gate)
        {
            if (--_running > 0)
            {
                return;
            }

            _slots = null;
        }

        // Whoever gave up while they waited may still be given the slots, soon; nobody waits for that.
        slots.ContinueWith(
            entered =>
            {
                if (entered.Result is null)
                {
                    account.Searches.Leave();
                    workspace?.Searches.Leave();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
