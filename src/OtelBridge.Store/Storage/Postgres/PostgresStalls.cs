using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Ends the transactions of servers that stand still while others wait for what they hold.</summary>
/// <remarks>
/// A server that is paused, or cut off from the network, in the middle of a transaction keeps the locks of its traces, and everybody who stores spans of these waits. The database waits
/// for its client without end, inside of a COPY whatever its settings are; so those who wait look after each other. Whose transaction was ended runs it again, as after any lost connection.
/// </remarks>
internal sealed class PostgresStalls : IAsyncDisposable
{
    // Only who holds up somebody is ended, and only our own programs: who looks at the database by hand is asked, not ended.
    private const string EndSql = """
        SELECT count(pg_terminate_backend(holder.pid)) FROM pg_stat_activity holder
        WHERE holder.datname = current_database() AND holder.usename = current_user AND holder.application_name = current_setting('application_name')
          AND holder.wait_event = 'ClientRead' AND holder.xact_start IS NOT NULL AND holder.state_change < clock_timestamp() - make_interval(secs => $1)
          AND holder.pid IN (
              SELECT unnest(pg_blocking_pids(waiting.pid)) FROM pg_stat_activity waiting
              WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock')
        """;

    // Far longer than any transaction waits for its server between two statements, and shorter than senders wait for an answer.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public PostgresStalls(NpgsqlDataSource source)
    {
        _source = source;
        _loop = Task.Run(LoopAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                await EndAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task EndAsync()
    {
        try
        {
            using var command = _source.CreateCommand(EndSql);
            command.Parameters.AddWithValue(LongestSilence.TotalSeconds);
            await command.ExecuteNonQueryAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A database that is away holds no locks; whatever else it is, it is tried again.
        }
    }
}
