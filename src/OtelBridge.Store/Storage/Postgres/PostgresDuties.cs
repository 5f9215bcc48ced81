using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>What one server at a time does for all on the database, see <see cref="ISqlDatabase.TakeDutyAsync"/>.</summary>
/// <remarks>A server that stands still or dies loses its duties after <see cref="Length"/>. When it goes on, it may do a little of what another one does by now.</remarks>
internal sealed class PostgresDuties(ISqlDatabase database, NpgsqlDataSource source)
{
    private const string HeldSql = "SELECT 1 FROM duties WHERE name = @name AND holder <> @holder AND until > now()";

    private const string TakeSql = """
        INSERT INTO duties (name, holder, until) VALUES (@name, @holder, now() + make_interval(secs => @seconds))
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE duties.holder = excluded.holder OR duties.until <= now()
        """;

    private const string ReleaseSql = "DELETE FROM duties WHERE holder = @holder";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SaidAgainAfter = TimeSpan.FromSeconds(10);

    private readonly long _holder = Random.Shared.NextInt64();
    private readonly ConcurrentDictionary<string, long> _taken = new(StringComparer.Ordinal); // when; bounded by the kinds of duties

    public async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        if (_taken.TryGetValue(name, out var before) && Stopwatch.GetElapsedTime(before) < SaidAgainAfter)
        {
            return true;
        }

        _taken.TryRemove(name, out _);

        // Asked first: to ask costs the database nothing, and mostly another one has it.
        var now = Stopwatch.GetTimestamp();
        var isTaken = await database.ReadAsync(session => session.Number(HeldSql, ("@name", name), ("@holder", _holder)) is null, cancellationToken).ConfigureAwait(false)
            && await database.WriteAsync(
                session => session.Execute(TakeSql, ("@name", name), ("@holder", _holder), ("@seconds", Length.TotalSeconds)), 0, cancellationToken).ConfigureAwait(false) > 0;
        if (isTaken)
        {
            _taken[name] = now;
        }

        return isTaken;
    }

    /// <summary>Leaves all of them to the next one, if the database can be told.</summary>
    public async Task ReleaseAsync()
    {
        if (_taken.IsEmpty)
        {
            return;
        }

        _taken.Clear();
        try
        {
            using var command = source.CreateCommand(ReleaseSql);
            command.Parameters.AddWithValue("holder", _holder);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            // They end by themselves.
        }
    }
}
