using System.Threading.Channels;
using OtelBridge.Store.Readiness;

namespace OtelBridge.Store.Storage;

/// <summary>One thread that writes. Operations that wait while a commit becomes durable share the next one (group commit).</summary>
/// <remarks>An operation's task ends after the commit that holds it. An operation that fails takes nobody else down: the group is rolled back and its
/// members run again, each in a transaction of its own.</remarks>
/// <typeparam name="TSession">What a change works on.</typeparam>
internal abstract class GroupWriter<TSession> : IAsyncDisposable
{
    // Bounds of what waits, so that a slow disk pushes back on the senders and not on the memory of the server.
    private const int MaxWaitingOperations = 4096;

    // Bounds of one transaction, so that the first sender of a group does not wait for an endless one.
    private const int MaxGroupOperations = 256;
    private const long MaxGroupBytes = 64L * 1024 * 1024;

    private readonly Channel<WriteOperation<TSession>> _waiting = Channel.CreateBounded<WriteOperation<TSession>>(
        new BoundedChannelOptions(MaxWaitingOperations) { SingleReader = true });

    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backlog _backlog = new();

    protected GroupWriter(string threadName) => _thread = new Thread(Loop) { IsBackground = true, Name = threadName };

    /// <summary>Gets how many operations wait.</summary>
    public long Waiting => _waiting.Reader.Count;

    /// <summary>Gets what became of the latest writes.</summary>
    public WriteRecord Record { get; } = new();

    /// <summary>Says so when the next sender would be sent away.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting.</exception>
    public void ThrowIfFull()
    {
        if (Waiting >= MaxWaitingOperations || _backlog.IsFull)
        {
            throw Backlog.TooMuch();
        }
    }

    /// <summary>Hands over a change; the task ends when it is durable.</summary>
    /// <param name="change">Runs on the writing thread inside a transaction; again when the transaction was rolled back for a fault that is not its own.</param>
    /// <param name="bytes">About how much memory it holds while it waits.</param>
    /// <param name="cancellationToken">Takes the operation back while it waits.</param>
    /// <exception cref="StoreUnavailableException">Too much is waiting, or the store is closing.</exception>
    public Task<T> RunAsync<T>(Func<TSession, T> change, long bytes, CancellationToken cancellationToken) =>
        RunAsync(new WriteOperation<TSession, T>(change, bytes, cancellationToken), cancellationToken);

    /// <summary>Finishes what waits and closes the connection.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Begins to write; once, when the derived class is ready.</summary>
    protected void Start() => _thread.Start();

    protected async Task<T> RunAsync<T>(WriteOperation<TSession, T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _backlog.Enter(operation.Bytes);
        if (!_waiting.Writer.TryWrite(operation))
        {
            _backlog.Leave(operation.Bytes);
            throw new StoreUnavailableException("The store is closing, or too many writes are waiting for it; try again later.");
        }

        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>Runs operations in one transaction and makes it durable.</summary>
    /// <returns>Null, or the fault for which all of it was rolled back.</returns>
    protected abstract Exception? Commit(IReadOnlyList<WriteOperation<TSession>> group);

    /// <summary>Whether a fault would meet every operation of a group alike, so that running them alone is of no use.</summary>
    protected virtual bool ConcernsAll(Exception fault) => false;

    /// <summary>Releases what the writing thread worked with.</summary>
    protected abstract void Close();

    private void Loop()
    {
        try
        {
            var group = new List<WriteOperation<TSession>>(MaxGroupOperations);
            while (TakeGroup(group))
            {
                RunGroup(group);
                foreach (var operation in group)
                {
                    _backlog.Leave(operation.Bytes);
                    operation.Complete();
                }

                group.Clear();
            }
        }
        finally
        {
            RefuseRest();
            Close();
            _ended.SetResult();
        }
    }

    /// <summary>Waits for an operation and takes what else is there; false when the queue is closed and empty.</summary>
    private bool TakeGroup(List<WriteOperation<TSession>> group)
    {
        // A thread of its own may block: the disk does so anyway.
        if (!_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            return false;
        }

        var bytes = 0L;
        while (group.Count < MaxGroupOperations && bytes < MaxGroupBytes && _waiting.Reader.TryRead(out var operation))
        {
            group.Add(operation);
            bytes += operation.Bytes;
        }

        return true;
    }

    private void RunGroup(List<WriteOperation<TSession>> group)
    {
        var fault = CommitAndNote(group);
        if (fault is not null && group.Count > 1 && !ConcernsAll(fault))
        {
            foreach (var operation in group)
            {
                Fail([operation], CommitAndNote([operation]));
            }
        }
        else
        {
            Fail(group, fault);
        }
    }

    private Exception? CommitAndNote(IReadOnlyList<WriteOperation<TSession>> group)
    {
        var fault = Commit(group);
        Record.Note(fault);
        return fault;
    }

    private static void Fail(IReadOnlyList<WriteOperation<TSession>> group, Exception? fault)
    {
        if (fault is not null)
        {
            foreach (var operation in group)
            {
                operation.Fail(fault);
            }
        }
    }

    // Normally nothing waits by now; after a fault of the loop nobody must wait for ever.
    private void RefuseRest()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var operation))
        {
            operation.Fail(new StoreUnavailableException("The store has stopped writing; restart the server."));
            operation.Complete();
        }
    }
}
