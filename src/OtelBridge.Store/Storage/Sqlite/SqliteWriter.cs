using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The one thread that writes. Operations that wait while a commit reaches the disk share the next one (group commit).</summary>
/// <remarks>An operation's task ends after the commit that holds it. An operation that fails takes nobody else down: the group is rolled back and its
/// members run again, each in a transaction of its own.</remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Bounds of what waits, so that a slow disk pushes back on the senders and not on the memory of the server.
    private const int MaxWaitingOperations = 4096;
    private const long MaxWaitingBytes = 256L * 1024 * 1024;

    // Bounds of one transaction, so that the first sender of a group does not wait for an endless one.
    private const int MaxGroupOperations = 256;
    private const long MaxGroupBytes = 64L * 1024 * 1024;

    private readonly SqliteConnection _connection;
    private readonly SqliteTraceStatements _statements;
    private readonly Channel<WriteOperation> _waiting = Channel.CreateBounded<WriteOperation>(
        new BoundedChannelOptions(MaxWaitingOperations) { SingleReader = true });

    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitingBytes;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new SqliteTraceStatements(connection);
        _thread = new Thread(Loop) { IsBackground = true, Name = "OtelBridge SQLite writer" };
        _thread.Start();
    }

    /// <summary>Hands over a change; the task ends when it is durable.</summary>
    /// <param name="change">Runs on the writing thread inside a transaction, once or, after a fault of the group, twice.</param>
    /// <param name="bytes">About how much memory it holds while it waits.</param>
    /// <param name="cancellationToken">Takes the operation back while it waits.</param>
    /// <exception cref="StoreUnavailableException">Too much is waiting, or the store is closing.</exception>
    public async Task<T> RunAsync<T>(Func<SqliteTraceStatements, T> change, long bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new WriteOperation<T>(change, bytes, cancellationToken);
        if (Interlocked.Add(ref _waitingBytes, bytes) > MaxWaitingBytes && bytes < Volatile.Read(ref _waitingBytes))
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
            throw new StoreUnavailableException("Too many writes are waiting for the disk; try again later.");
        }

        if (!_waiting.Writer.TryWrite(operation))
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
            throw new StoreUnavailableException("The store is closing, or too many writes are waiting for the disk; try again later.");
        }

        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>Finishes what waits and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Loop()
    {
        try
        {
            var group = new List<WriteOperation>(MaxGroupOperations);
            while (TakeGroup(group))
            {
                Commit(group);
                foreach (var operation in group)
                {
                    Interlocked.Add(ref _waitingBytes, -operation.Bytes);
                    operation.Complete();
                }

                group.Clear();
            }
        }
        finally
        {
            Close();
            _ended.SetResult();
        }
    }

    /// <summary>Waits for an operation and takes what else is there; false when the queue is closed and empty.</summary>
    private bool TakeGroup(List<WriteOperation> group)
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

    private void Commit(List<WriteOperation> group)
    {
        if (TryCommit(group) is not null && group.Count > 1)
        {
            foreach (var operation in group)
            {
                TryCommit([operation]);
            }
        }
    }

    private Exception? TryCommit(IReadOnlyList<WriteOperation> group)
    {
        try
        {
            // A file that was removed under the server still takes writes, and loses them when it is closed: nothing of it may be acknowledged.
            if (!File.Exists(_connection.DataSource))
            {
                throw new StoreUnavailableException("The file of the store has been removed; restart the server.");
            }

            // In SQL rather than by SqliteTransaction, which would have to be assigned to every prepared statement.
            SqliteFile.Execute(_connection, "BEGIN IMMEDIATE");
            foreach (var operation in group)
            {
                operation.Run(_statements);
            }

            SqliteFile.Execute(_connection, "COMMIT");
            return null;
        }
        catch (Exception e) // whatever it is belongs to the senders; the loop goes on
        {
            var fault = RollBack() ?? e;
            fault = fault is SqliteException sqlite && SqliteErrors.IsPassing(sqlite) ? SqliteErrors.ToUnavailable(sqlite) : fault;
            foreach (var operation in group)
            {
                operation.Fail(fault);
            }

            return fault;
        }
    }

    // After some faults (disk full) SQLite has rolled back by itself, and a second rollback would be an error. A rollback that fails is told to the
    // senders and leaves the transaction open: the next group fails to begin, and ends up here again. It must not end the thread, and with it the process.
    private Exception? RollBack()
    {
        _statements.UsageTrees.Clear();
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                SqliteFile.Execute(_connection, "ROLLBACK");
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Close()
    {
        // Normally empty by now; after a fault of the loop nobody must wait for ever.
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var operation))
        {
            operation.Fail(new StoreUnavailableException("The store has stopped writing; restart the server."));
            operation.Complete();
        }

        _statements.Dispose();
        _connection.Dispose();
    }
}
