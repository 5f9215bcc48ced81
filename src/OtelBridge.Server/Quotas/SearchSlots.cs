namespace OtelBridge.Server.Quotas;

/// <summary>The searches that one subject may run at once. As many again may wait a moment. Thread-safe.</summary>
internal sealed class SearchSlots(TimeProvider time)
{
    /// <summary>How long a search waits for another one to end: what pages and clients send at once by themselves mostly fits in.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = []; // bounded by the limit
    private int _running;
    private int _limit = int.MaxValue;

    /// <summary>Sets how many may run at once. Those that run go on, and those that wait for a slot that is there now get it.</summary>
    public int Limit
    {
        set
        {
            lock (_gate)
            {
                _limit = value;
                while (_running < _limit && _waiting.First is { } next)
                {
                    _running++;
                    Give(next);
                }
            }
        }
    }

    /// <summary>Gets whether nobody searches.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _running == 0;
            }
        }
    }

    /// <summary>Takes a slot; false when none is free soon. Whoever took one leaves it.</summary>
    public async Task<bool> TryEnterAsync()
    {
        TaskCompletionSource<bool> turn;
        lock (_gate)
        {
            if (_running < _limit)
            {
                _running++;
                return true;
            }

            if (_waiting.Count >= _limit)
            {
                return false;
            }

            turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(turn);
        }

        await using var patience = time.CreateTimer(_ => GiveUp(turn), null, Patience, Timeout.InfiniteTimeSpan);
        return await turn.Task;
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (_running <= _limit && _waiting.First is { } next)
            {
                Give(next); // the slot is theirs
            }
            else
            {
                _running--;
            }
        }
    }

    private void Give(LinkedListNode<TaskCompletionSource<bool>> next)
    {
        _waiting.Remove(next);
        next.Value.SetResult(true);
    }

    private void GiveUp(TaskCompletionSource<bool> turn)
    {
        lock (_gate)
        {
            if (_waiting.Remove(turn))
            {
                turn.SetResult(false);
            }
        }
    }
}
