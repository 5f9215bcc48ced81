using OtelBridge.Store.Ingest;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.TestSupport.Stores;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Readiness;

public sealed class StoreProbeTests
{
    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.ClickHouse)]
    public async Task Probe_OfAStoreThatWorks_SaysNothing_AndChangesNothing(string kind)
    {
        await using var made = await TestStore.MakeAsync(kind);
        await using var store = await TraceStores.OpenAsync(made.Address, StoreAccess.ReadWrite, CancellationToken.None);

        await StoreProbe.RunAsync(store, CancellationToken.None);
        await new TraceIngestor(store).IngestAsync(Request(Span(1, 1)), "0", CancellationToken.None);
        await StoreProbe.RunAsync(store, CancellationToken.None);

        (await store.Reader.CountTracesAsync([], "", CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Probe_AfterAWriteFailed_SaysWhy_AndNothingAfterOneThatSucceeded()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteTraceStore.Open(folder.File("a.db"), StoreAccess.ReadWrite);
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Request(Span(1, 1)), "0", CancellationToken.None);

        // A real SQLITE_FULL: the database may not grow past so many pages.
        await LimitPagesAsync(store, 1);
        await Should.ThrowAsync<StoreUnavailableException>(
            () => ingestor.IngestAsync(Request(Enumerable.Range(2, 500).Select(static number => Span(number, 1).With("text", Guid.NewGuid().ToString()))), "0", CancellationToken.None));
        var full = await Should.ThrowAsync<StoreUnavailableException>(() => StoreProbe.RunAsync(store, CancellationToken.None));
        await LimitPagesAsync(store, 1_000_000);
        await ingestor.IngestAsync(Request(Span(3, 1)), "0", CancellationToken.None);

        full.Message.ShouldBe("The disk of the store is full.");
        await StoreProbe.RunAsync(store, CancellationToken.None);
    }

    [Fact]
    public void Disk_WithTooLittleRoom_IsSaid()
    {
        using var folder = new TemporaryFolder();

        var fault = Should.Throw<StoreUnavailableException>(() => DiskSpace.Check(folder.File("a.db"), least: long.MaxValue));

        fault.Message.ShouldMatch("^The disk of the store has [0-9]+ KiB left");
        Should.NotThrow(() => DiskSpace.Check(folder.File("a.db"), least: 1));
    }

    [Fact]
    public async Task Probe_OfADatabaseThatIsReadOnly_SaysSo()
    {
        await using var database = new PostgresTestDatabase();
        await using var store = await database.OpenAsync();
        await database.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        await database.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        try
        {
            var fault = await Should.ThrowAsync<StoreUnavailableException>(() => StoreProbe.RunAsync(store, CancellationToken.None));

            fault.Message.ShouldBe("The database is read-only.");
        }
        finally
        {
            await database.ExecuteAsync("BEGIN READ WRITE; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$; COMMIT");
        }
    }

    private static Task LimitPagesAsync(SqliteTraceStore store, int pages) =>
        store.Database.WriteAsync(session => session.Number($"PRAGMA max_page_count = {pages}"), 0, CancellationToken.None);
}
