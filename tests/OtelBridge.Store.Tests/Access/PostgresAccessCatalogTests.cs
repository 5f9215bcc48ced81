using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Access;

public sealed class PostgresAccessCatalogTests : AccessCatalogSuite
{
    private readonly PostgresTestDatabase _database = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    // The table lets everybody look and nobody write, until two wait.
    protected override async Task<Exception?[]> AtOnceAsync(params Func<Task>[] changes)
    {
        var holding = _database.ExecuteAsync($"""
            DO $$
            BEGIN
                LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE;
                FOR i IN 1..3000 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    EXIT WHEN (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') >= {changes.Length};
                    PERFORM pg_sleep(0.01);
                END LOOP;
            END $$
            """);
        while ((long)(await _database.ExecuteAsync("SELECT count(*) FROM pg_locks WHERE relation = 'people'::regclass AND mode = 'ShareRowExclusiveLock' AND granted"))! == 0)
        {
            holding.IsCompleted.ShouldBeFalse();
        }

        var refusals = await base.AtOnceAsync(changes);
        await holding;
        return refusals;
    }

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();
}
