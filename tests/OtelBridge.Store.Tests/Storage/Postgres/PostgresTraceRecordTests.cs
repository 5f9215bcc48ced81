using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

public sealed class PostgresTraceRecordTests : TraceRecordSuite
{
    private readonly PostgresTestDatabase _database = new();

    [Fact]
    public async Task Delete_IndexedTrace_TakesItOutOfTheTextIndex()
    {
        await IngestAsync(Request(Span(1, 1).With("said", "walrus"), Span(2, 1)));
        await Store.FinishIndexAsync(CancellationToken.None);

        await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1)] }, CancellationToken.None);

        (await _database.ExecuteAsync("SELECT count(*) FROM trace_text")).ShouldBe(1L);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();

    protected override void Empty() => _database.Empty();
}
