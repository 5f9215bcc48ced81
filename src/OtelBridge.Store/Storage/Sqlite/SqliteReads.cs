using Microsoft.Data.Sqlite;
using OtelBridge.Store.Search;
using SQLitePCL;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Runs reads: off the caller's thread, few at a time, each on one state of the database, ended early by cancellation.</summary>
internal sealed class SqliteReads(SqliteFile file) : IAsyncDisposable
{
    // SQLite reads block a thread each; more than a few a core only take turns.
    private static readonly int Turns = Math.Max(4, Environment.ProcessorCount * 2);

    private readonly SemaphoreSlim _turns = new(Turns);
    private readonly CancellationTokenSource _closing = new();

    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _turns.WaitAsync(ending.Token).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Run(read, ending.Token), ending.Token).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Ends the reads that run, and waits for them: the file must not be closed under them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        for (var turn = 0; turn < Turns; turn++)
        {
            await _turns.WaitAsync().ConfigureAwait(false);
        }
    }

    private T Run<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = file.OpenForReading();

            // The first read fixes the state that all reads of the call see; no lock keeps the writer waiting. In SQL rather than by
            // SqliteTransaction, which would have to be assigned to every command. Ended outside of the interrupt: the pool keeps the handle, and
            // one with an open transaction would hold its state, and the log of the database, for ever.
            SqliteFile.Execute(connection, "BEGIN");
            try
            {
                return RunInterruptibly(connection, read, cancellationToken);
            }
            finally
            {
                SqliteFile.Execute(connection, "ROLLBACK");
            }
        }
        catch (SqliteException e) when (SqliteErrors.IsInterrupt(e))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (SqliteException e) when (SqliteErrors.IsSlowPattern(e))
        {
            throw new InvalidFilterException(RLikePattern.TooSlow);
        }
        catch (SqliteException e) when (SqliteErrors.IsPassing(e))
        {
            throw SqliteErrors.ToUnavailable(e);
        }
    }

    // SQLite asks by itself whether to go on. To interrupt it from outside would be lost between two statements, and could hit the end of the
    // transaction.
    private static T RunInterruptibly<T>(SqliteConnection connection, Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        const int InstructionsBetweenChecks = 10_000; // some 100 µs
        cancellationToken.ThrowIfCancellationRequested();
        raw.sqlite3_progress_handler(
            connection.Handle, InstructionsBetweenChecks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        try
        {
            return read(connection);
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
        }
    }
}
