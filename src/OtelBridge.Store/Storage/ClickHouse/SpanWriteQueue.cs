namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Requests that wait to be stored. Bounded: beyond that senders are told to come again. Thread-safe.</summary>
/// <remarks>Spans of one trace are never in two groups at once: then each group would have to read what the other has written. Servers do not know of each other,
/// and are right all the same.</remarks>
internal sealed class SpanWriteQueue : IDisposable
{
    private const int MaxWaiting = 4096;

    // Bounds of one group, so that its first sender does not wait for an endless one.
    private const int MaxGroupWrites = 1024;
    private const long MaxGroupBytes = 64L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<SpanWrite> _waiting = [];
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal); // traces of the groups under way
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Backlog _backlog = new();
    private long _waitingBytes;
    private bool _isClosed;

    /// <summary>Gets how many requests wait to be taken.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Gets whether what waits makes a group that need not grow.</summary>
    public bool HasEnough
    {
        get
        {
            lock (_lock)
            {
                return _isClosed || _waiting.Count >= MaxGroupWrites || _waitingBytes >= MaxGroupBytes / 4;
            }
        }
    }

    /// <summary>Says so when the next sender would be sent away.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting.</exception>
    public void ThrowIfFull()
    {
        if (Waiting >= MaxWaiting || _backlog.IsFull)
        {
            throw Backlog.TooMuch();
        }
    }

    public void Dispose() => _changed.Dispose();

    /// <summary>Adds a request.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting, or the store is closing.</exception>
    public void Add(SpanWrite write)
    {
        _backlog.Enter(write.Bytes);
        lock (_lock)
        {
            if (!_isClosed && _waiting.Count < MaxWaiting)
            {
                _waiting.AddLast(write);
                _waitingBytes += write.Bytes;
                Signal();
                return;
            }
        }

        _backlog.Leave(write.Bytes);
        throw new StoreUnavailableException("The store is closing, or too many writes are waiting for it; try again later.");
    }

    /// <summary>Takes no more; what waits is still to be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                Signal();
            }
        }
    }

    /// <summary>Waits until there is something that can be taken; false when the queue is closed and empty.</summary>
    public async Task<bool> WaitAsync()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_waiting.Any(IsFree))
                {
                    return true;
                }

                if (_isClosed && _waiting.Count == 0)
                {
                    return false;
                }
            }

            await _changed.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes a group of what waits, the oldest first; those that were taken back meanwhile are left out.</summary>
    public List<SpanWrite> Take()
    {
        var (group, traces, bytes) = (new List<SpanWrite>(), new List<string>(), 0L);
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null && group.Count < MaxGroupWrites && bytes < MaxGroupBytes;)
            {
                var (write, next) = (node.Value, node.Next);
                if (write.IsCancelled || IsFree(write))
                {
                    _waiting.Remove(node);
                    _waitingBytes -= write.Bytes;
                    if (write.IsCancelled)
                    {
                        _backlog.Leave(write.Bytes);
                        write.Cancel();
                    }
                    else
                    {
                        group.Add(write);
                        traces.AddRange(write.Inputs.Select(static input => input.TraceId));
                        bytes += write.Bytes;
                    }
                }

                node = next;
            }

            _busy.UnionWith(traces);
        }

        return group;
    }

    /// <summary>Ends a group: its traces are free again.</summary>
    public void End(List<SpanWrite> group)
    {
        lock (_lock)
        {
            foreach (var write in group)
            {
                _backlog.Leave(write.Bytes);
                foreach (var input in write.Inputs)
                {
                    _busy.Remove(input.TraceId);
                }
            }

            Signal();
        }
    }

    private bool IsFree(SpanWrite write)
    {
        foreach (var input in write.Inputs)
        {
            if (_busy.Contains(input.TraceId))
            {
                return false;
            }
        }

        return true;
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }
}
