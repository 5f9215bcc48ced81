using Npgsql;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>One PostgreSQL database as the shared SQL sees it.</summary>
internal sealed class PostgresDatabase : ISqlDatabase, IAsyncDisposable
{
    // Statements block a thread each, here and in the database; together fewer than the connections of the pool.
    private const int ReadsAtOnce = 16;
    private const int WritesAtOnce = 8;

    private readonly ReadTurns _reads = new(ReadsAtOnce);
    private readonly ReadTurns _writes = new(WritesAtOnce);
    private readonly Backlog _backlog = new();
    private readonly NpgsqlDataSource _source;
    private readonly PostgresPatience _patience;
    private readonly StoreAccess _access;
    private readonly PostgresDuties _duties;

    public PostgresDatabase(NpgsqlDataSource source, PostgresPatience patience, StoreAccess access)
    {
        (_source, _patience, _access) = (source, patience, access);
        _duties = new PostgresDuties(this, source);
    }

    public Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) =>
        _reads.RunAsync(ending => _patience.Run(() => Read(read, ending), ending), cancellationToken);

    public async Task<T> WriteAsync<T>(Func<SqlSession, T> change, long bytes, CancellationToken cancellationToken)
    {
        if (_access == StoreAccess.ReadOnly)
        {
            throw new InvalidOperationException("The store was opened to read only.");
        }

        _backlog.Enter(bytes);
        try
        {
            return await _writes.RunAsync(ending => _patience.Run(() => PostgresChange.Run(_source, _patience, change), ending), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _backlog.Leave(bytes);
        }
    }

    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancellationToken) => _duties.TakeAsync(duty, cancellationToken);

    /// <summary>Does nothing: autovacuum gives the space to new rows, see docs/architecture.md.</summary>
    public Task ReleaseSpaceAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _duties.ReleaseAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
        await _reads.DisposeAsync().ConfigureAwait(false);
    }

    /// <exception cref="InvalidFilterException">A pattern is no regular expression to PostgreSQL.</exception>
    private T Read<T>(Func<SqlSession, T> read, CancellationToken cancellationToken)
    {
        using var connection = _source.OpenConnection();
        using var begin = new NpgsqlCommand("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", connection);
        begin.ExecuteNonQuery();
        var session = new SqlSession(connection, PostgresDialect.Instance, cancellationToken);
        try
        {
            using (new PostgresInterrupt(session, cancellationToken))
            {
                return read(session);
            }
        }
        catch (PostgresException e)
        {
            PostgresConnections.Restore(connection);
            if (Meaning(e, session, cancellationToken) is { } meaning)
            {
                throw meaning;
            }

            throw;
        }
    }

    private static Exception? Meaning(PostgresException fault, SqlSession session, CancellationToken cancellationToken) => fault.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled when cancellationToken.IsCancellationRequested => new OperationCanceledException(fault.Message, fault, cancellationToken),
        PostgresErrorCodes.QueryCanceled when session.HasPatternLimit => new InvalidFilterException(RLikePattern.TooSlow),
        PostgresErrorCodes.InvalidRegularExpression =>
            new InvalidFilterException($"The regular expression of an RLIKE is not understood by PostgreSQL: {fault.MessageText}."),
        _ => null,
    };
}
