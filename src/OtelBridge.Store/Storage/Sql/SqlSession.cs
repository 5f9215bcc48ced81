using System.Data.Common;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Runs statements on one connection, inside the transaction that is open on it. Parameters are named, <c>@name</c>.</summary>
/// <remarks>One statement at a time: the rows of one are read to their end before the next is run.</remarks>
internal sealed class SqlSession(DbConnection connection, SqlDialect dialect, CancellationToken cancellationToken = default)
{
    private DbCommand? _latest;

    public SqlDialect Dialect => dialect;

    public DbConnection Connection => connection;

    /// <summary>Gets whether <see cref="LimitPatterns"/> was called.</summary>
    public bool HasPatternLimit { get; private set; }

    /// <summary>Ends the statements that follow after a time: they match regular expressions that somebody else has written.</summary>
    public void LimitPatterns()
    {
        if (dialect.PatternLimit is { } sql)
        {
            HasPatternLimit = true;
            Execute(sql);
        }
    }

    /// <summary>Runs a statement and gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Gives the first column of the first row as a number; null when there is no row, or the value is null.</summary>
    public long? Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull
            ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Gives the first column of the first row as text; null when there is no row, or the value is null.</summary>
    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() as string;
    }

    /// <summary>Gives the rows of a statement. Its LIMIT, or the number of rows of one owner, bounds them.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }

    /// <summary>Makes a command, for what is read row by row.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = dialect.Value(value);
            command.Parameters.Add(parameter);
        }

        Volatile.Write(ref _latest, command);
        return command;
    }

    /// <summary>Asks the database to end the statement that runs, if one does. From any thread, while the connection is held.</summary>
    public void Interrupt() => Volatile.Read(ref _latest)?.Cancel();
}
