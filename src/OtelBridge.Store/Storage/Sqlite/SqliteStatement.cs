using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>A statement of the write path: prepared once on the writing connection and run many times.</summary>
/// <remarks>On SQLite's own interface, since these statements run several times a span: through ADO.NET each value is boxed and looked up by name, and
/// ingest was measured at about half the rate. Parameters are <c>?1</c>, <c>?2</c>, …; columns count from 0. Not thread-safe.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqliteStatement Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public SqliteStatement Set(int parameter, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    public SqliteStatement Set(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    public SqliteStatement Set(int parameter, byte[] value)
    {
        Check(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Runs the statement to its end; rows are passed over.</summary>
    public void Run()
    {
        while (Step())
        {
            // A statement such as INSERT … RETURNING has done its work only after its last row.
        }
    }

    /// <summary>Runs the statement to its end and gives the number in the first column of its first row; null when there is no row.</summary>
    public long? RunScalar()
    {
        if (!Step())
        {
            return null;
        }

        var value = Int64OrNull(0);
        Run();
        return value;
    }

    /// <summary>Goes to the next row. After the last one, and after a fault, the statement is ready for its next run.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }

        return false;
    }

    /// <summary>Ends a run before its last row.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement); // repeats the fault of the last step, which was thrown there

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? Int64OrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Int64(column);

    public string? TextOrNull(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
