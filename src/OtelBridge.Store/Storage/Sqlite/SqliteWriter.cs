using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The one thread that writes to the file.</summary>
internal sealed class SqliteWriter : GroupWriter<SqliteTraceStatements>
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTraceStatements _statements;

    public SqliteWriter(SqliteConnection connection)
        : base("OtelBridge SQLite writer")
    {
        _connection = connection;
        _statements = new SqliteTraceStatements(connection);
        Start();
    }

    protected override Exception? Commit(IReadOnlyList<WriteOperation<SqliteTraceStatements>> group)
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
            return fault is SqliteException sqlite && SqliteErrors.IsPassing(sqlite) ? SqliteErrors.ToUnavailable(sqlite) : fault;
        }
    }

    protected override void Close()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    // After some faults (disk full) SQLite has rolled back by itself, and a second rollback would be an error. A rollback that fails is told to the
    // senders and leaves the transaction open: the next group fails to begin, and ends up here again. It must not end the thread, and with it the process.
    private Exception? RollBack()
    {
        _statements.UsageTrees.Clear();
        _statements.Facets.Clear();
        _statements.Marks.Clear();
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
}
