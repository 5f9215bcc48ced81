using Npgsql;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>What a server on a shared database has to bear of others on it: that they stand still, are newer, or do the same.</summary>
public sealed class PostgresNeighbourTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresTestDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Ingest_AnotherServerStandsStillWithItsLocks_GoesOnWithoutIt()
    {
        await using var store = await _database.OpenAsync();
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Request(Span(1, 1), Span(2, 1), Span(3, 1)), null, CancellationToken.None);
        await using var idle = await StandStillAsync(1, "otelbridge");
        await using var copying = await StandStillAsync(2, "otelbridge");
        var copy = await copying.BeginTextImportAsync("COPY text_pending FROM STDIN"); // the server waits for rows, and nothing that it can be told ends that
        await using var person = await StandStillAsync(3, "psql");
        var tag = store.Records.SetTagAsync(TraceIdText(3), "a", "b", CancellationToken.None);

        await ingestor.IngestAsync(Request(Span(1, 2)), null, CancellationToken.None).WaitAsync(Patience);
        await ingestor.IngestAsync(Request(Span(2, 2)), null, CancellationToken.None).WaitAsync(Patience);

        await using (var command = new NpgsqlCommand("COMMIT", person))
        {
            await command.ExecuteNonQueryAsync(); // nobody ends what people do by hand
        }

        await tag.WaitAsync(Patience);
        await Should.ThrowAsync<NpgsqlException>(async () => await copy.DisposeAsync());
        var traces = await store.Reader.GetTracesAsync([TraceIdText(1), TraceIdText(2), TraceIdText(3)], CancellationToken.None);
        traces.Select(trace => trace.Info.SpanCount).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public async Task Changes_AnotherServerHasMigratedTheStore_AreLeftToServersOfItsVersion()
    {
        await using var store = await _database.OpenAsync();
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Request(Span(1, 1)), null, CancellationToken.None);
        var version = await _database.ExecuteAsync("SELECT version FROM otelbridge_schema");
        await _database.ExecuteAsync("UPDATE otelbridge_schema SET version = 999");
        try
        {
            var fault = await Should.ThrowAsync<StoreUnavailableException>(() => ingestor.IngestAsync(Request(Span(1, 2)), null, CancellationToken.None));
            await Should.ThrowAsync<StoreUnavailableException>(() => store.Records.SetTagAsync(TraceIdText(1), "a", "b", CancellationToken.None));

            fault.Message.ShouldContain("newer version");
            var trace = (await store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None)).ShouldHaveSingleItem();
            trace.Info.SpanCount.ShouldBe(1);
            trace.Info.Tags.ShouldNotContainKey("a");
        }
        finally
        {
            await _database.ExecuteAsync($"UPDATE otelbridge_schema SET version = {version}");
        }
    }

    [Fact]
    public async Task Duty_OfSeveralServers_IsOfOneUntilItEndsOrStandsStill()
    {
        const string Duty = "tests";
        await using var second = await _database.OpenAsync();
        await using var third = await _database.OpenAsync();
        await using (var first = await _database.OpenAsync())
        {
            (await TakeAsync(first, Duty)).ShouldBeTrue();
            (await TakeAsync(second, Duty)).ShouldBeFalse();
            (await TakeAsync(first, Duty)).ShouldBeTrue();
            (await TakeAsync(second, "others")).ShouldBeTrue();
        }

        (await TakeAsync(second, Duty)).ShouldBeTrue();
        (await TakeAsync(third, Duty)).ShouldBeFalse();
        await _database.ExecuteAsync("UPDATE duties SET until = now() - interval '1 second'");
        (await TakeAsync(third, Duty)).ShouldBeTrue();
    }

    private static Task<bool> TakeAsync(ITraceStore store, string duty) => ((ISqlTraceStore)store).Database.TakeDutyAsync(duty, CancellationToken.None);

    // As a server does that is paused: it has locked a trace, and says nothing more.
    private async Task<NpgsqlConnection> StandStillAsync(int trace, string program)
    {
        var settings = new NpgsqlConnectionStringBuilder((await _database.AddressAsync())["postgres:".Length..]) { ApplicationName = program, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT FROM traces WHERE trace_id = '{TraceIdText(trace)}' FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
