using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Runs reads: off the caller's thread, few at a time, each on one state of the database, ended early by cancellation.</summary>
internal sealed class SqliteReads(SqliteFile file) : IDisposable
{
    // SQLite reads block a thread each; more than a few a core only take turns.
    private readonly SemaphoreSlim _turns = new(Math.Max(4, Environment.ProcessorCount * 2));

    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Run(read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private T Run<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = file.OpenForReading();
            using var interrupt = cancellationToken.UnsafeRegister(
                static state => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)state!).Handle), connection);

            // The first read fixes the state that all reads of the call see; no lock keeps the writer waiting. In SQL rather than by
            // SqliteTransaction, which would have to be assigned to every command. Closing the connection ends it.
            SqliteFile.Execute(connection, "BEGIN");
            try
            {
                return read(connection);
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
        catch (SqliteException e) when (SqliteErrors.IsPassing(e))
        {
            throw SqliteErrors.ToUnavailable(e);
        }
    }
}
