using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>A statement prepared once on the writing connection and run many times, its parameters set by position.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">The connection it runs on.</param>
    /// <param name="sql">SQL whose parameters are named <c>@p1</c>, <c>@p2</c>, ….</param>
    /// <param name="parameters">How many there are.</param>
    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter($"@p{i}", null) { Value = DBNull.Value });
        }

        _command.Prepare();
    }

    public SqliteStatement Set(int position, long? value) => SetObject(position, value);

    public SqliteStatement Set(int position, string? value) => SetObject(position, value);

    public SqliteStatement Set(int position, byte[] value) => SetObject(position, value);

    /// <summary>Runs the statement and returns how many rows it changed.</summary>
    public int Run() => _command.ExecuteNonQuery();

    /// <summary>Runs the statement and returns its first value; null when there is no row.</summary>
    public long? RunScalar() => _command.ExecuteScalar() as long?;

    /// <summary>Runs the statement to read its rows; the caller disposes the reader before the next run.</summary>
    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteStatement SetObject(int position, object? value)
    {
        _command.Parameters[position - 1].Value = value ?? DBNull.Value;
        return this;
    }
}
