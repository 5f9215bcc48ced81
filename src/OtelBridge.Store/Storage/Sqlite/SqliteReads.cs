using Microsoft.Data.Sqlite;
using OtelBridge.Store.Search;
using SQLitePCL;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Runs reads: off the caller's thread, few at a time, each on one state of the database, ended early by cancellation.</summary>
internal sealed class SqliteReads(SqliteFile file) : IAsyncDisposable
{
    // SQLite reads block a thread each; more than a few a core only take turns.
    private static readonly int Turns = Math.Max(4, Environment.ProcessorCount * 2);

    private readonly ReadTurns _turns = new(Turns);

    public Task<T> RunAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        _turns.RunAsync(ending => Run(read, ending), cancellationToken);

    public ValueTask DisposeAsync() => _turns.DisposeAsync();

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
        catch (SqliteException e) when (SqliteErrors.IsTooDeep(e))
        {
            throw new InvalidFilterException("The filter is nested too deeply for a store in SQLite; write it with fewer parentheses inside parentheses.");
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
