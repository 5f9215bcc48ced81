using Npgsql;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Postgres;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>Transactions that PostgreSQL ends in the middle, after they have waited for longer than anybody waits for a database that is away.</summary>
public sealed class PostgresPatienceTests : IAsyncLifetime
{
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    private readonly PostgresTestDatabase _database = new();
    private readonly SteppedClock _clock = new();
    private NpgsqlDataSource _source = null!; // set before each test
    private PostgresDatabase _changes = null!;

    public async Task InitializeAsync()
    {
        await (await _database.OpenAsync()).DisposeAsync(); // its tables
        _source = PostgresConnections.Make(new NpgsqlConnectionStringBuilder((await _database.AddressAsync())["postgres:".Length..]));
        _changes = new PostgresDatabase(_source, new PostgresPatience(_clock), StoreAccess.ReadWrite);
    }

    public async Task DisposeAsync()
    {
        await _changes.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Change_WhoseConnectionSomebodyEnds_IsMadeOnce()
    {
        var attempts = await ChangeAsync(session => Query($"SELECT pg_terminate_backend({Backend(session)}, 60000)"));

        attempts.ShouldBe(2);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Change_ThatStandsStillUntilTheDatabaseEndsIt_IsMadeOnce()
    {
        var attempts = await ChangeAsync(session =>
        {
            var backend = Backend(session);
            session.Execute("SET LOCAL idle_in_transaction_session_timeout = 1");
            while ((long)Query($"SELECT count(*) FROM pg_stat_activity WHERE pid = {backend}")! > 0)
            {
                // It takes the database a millisecond and more.
            }
        });

        attempts.ShouldBe(2);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Change_ThatIsEndedAgainAndAgain_IsGivenUp()
    {
        var attempts = 0;

        await Should.ThrowAsync<StoreUnavailableException>(() => _changes.WriteAsync(
            session =>
            {
                attempts++;
                _clock.Advance(LongWait);
                Query($"SELECT pg_terminate_backend({Backend(session)}, 60000)");
                return Insert(session);
            },
            0,
            CancellationToken.None));

        attempts.ShouldBe(2);
        (await CountAsync()).ShouldBe(0);
    }

    // A row, and in the first attempt what ends it between two of its statements.
    private async Task<int> ChangeAsync(Action<SqlSession> end)
    {
        var attempts = 0;
        await _changes.WriteAsync(
            session =>
            {
                var changed = Insert(session);
                if (attempts++ == 0)
                {
                    _clock.Advance(LongWait);
                    end(session);
                }

                return changed + (int)session.Number("SELECT 1")!;
            },
            0,
            CancellationToken.None);
        return attempts;
    }

    private static int Insert(SqlSession session) => session.Execute("INSERT INTO text_terms (words) VALUES (@words)", ("@words", new byte[] { 1 }));

    private static long Backend(SqlSession session) => session.Number("SELECT pg_backend_pid()")!.Value;

    private object? Query(string sql) => _database.ExecuteAsync(sql).GetAwaiter().GetResult();

    private async Task<long> CountAsync() => (long)(await _database.ExecuteAsync("SELECT count(*) FROM text_terms"))!;
}
