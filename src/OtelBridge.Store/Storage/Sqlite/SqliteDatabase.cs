using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>One SQLite file as the shared SQL sees it: reads take turns, changes go through the one thread that writes.</summary>
internal sealed class SqliteDatabase(SqliteReads reads, SqliteWriter? writer) : ISqlDatabase
{
    public Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) =>
        reads.RunAsync(connection => read(new SqlSession(connection, SqliteDialect.Instance)), cancellationToken);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> change, long bytes, CancellationToken cancellationToken) => writer is not null
        ? writer.RunAsync(statements => change(new SqlSession(statements.Connection, SqliteDialect.Instance)), bytes, cancellationToken)
        : throw new InvalidOperationException("The store was opened to read only.");
}
