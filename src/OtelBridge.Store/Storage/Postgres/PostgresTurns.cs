using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The turns of all servers on a PostgreSQL database: advisory locks of a connection, which the database releases when that ends.</summary>
internal sealed class PostgresTurns(NpgsqlDataSource source) : ITraceTurns, IAsyncDisposable
{
    // Each has a connection of its own; together with those of reads and writes no more than the pool has.
    private const int AtOnce = 6;

    private const int WaitSeconds = 60;

    // One after the other in one order, so that no two wait for each other.
    private const string TakeSql = "SELECT pg_advisory_lock(key) FROM (SELECT unnest($1) AS key ORDER BY 1) AS keys";
    private const string EndSql = "SELECT pg_advisory_unlock_all()";

    // Keeps advisory locks of others who use the database apart from these.
    private const string Prefix = "otelbridge trace ";

    private readonly KeyedTurns _here = new(); // so that those who wait for each other on this server hold no connection
    private readonly SemaphoreSlim _connections = new(AtOnce);
    private int _isClosing; // 1 from the first close on

    public async Task<IAsyncDisposable> TakeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken)
    {
        var here = await _here.TakeAsync(traceIds, cancellationToken).ConfigureAwait(false);
        try
        {
            await _connections.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return new Taken(this, here, await LockAsync(traceIds, cancellationToken).ConfigureAwait(false));
            }
            catch
            {
                _connections.Release();
                throw;
            }
        }
        catch (Exception e)
        {
            await here.DisposeAsync().ConfigureAwait(false);
            if (PostgresErrors.IsPassing(e))
            {
                throw PostgresErrors.ToUnavailable(e);
            }

            throw;
        }
    }

    /// <summary>Waits for the turns that are taken: their connections must not be closed under them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 1)
        {
            return;
        }

        for (var turn = 0; turn < AtOnce; turn++)
        {
            await _connections.WaitAsync().ConfigureAwait(false);
        }
    }

    private static long KeyOf(string traceId) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Prefix + traceId)));

    private async Task<NpgsqlConnection> LockAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var command = new NpgsqlCommand(TakeSql, connection) { CommandTimeout = WaitSeconds };
            command.Parameters.AddWithValue(traceIds.Select(KeyOf).Distinct().ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await ReturnAsync(connection).ConfigureAwait(false); // some may have been taken
            throw;
        }
    }

    private static async Task ReturnAsync(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand(EndSql, connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(connection); // it must not come back with its locks
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Taken(PostgresTurns owner, IAsyncDisposable here, NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await ReturnAsync(connection).ConfigureAwait(false);
            owner._connections.Release();
            await here.DisposeAsync().ConfigureAwait(false);
        }
    }
}
