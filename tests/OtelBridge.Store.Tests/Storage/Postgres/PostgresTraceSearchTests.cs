using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

public sealed class PostgresTraceSearchTests : TraceSearchSuite
{
    private readonly PostgresTestDatabase _database = new();

    protected override bool ColumnPatternsNeverExplode => true;

    [Fact]
    public async Task Search_AfterAPatternThatTheDatabaseRefuses_AnswersTheNextOne()
    {
        await IngestAsync(Request(Span(1, 1, name: "root")));
        await using var store = await TraceStores.OpenAsync(await _database.AddressAsync() + ";Maximum Pool Size=1", StoreAccess.ReadOnly, CancellationToken.None);
        for (var use = 0; use < 8; use++) // at one of them the driver prepares the statement
        {
            await Should.ThrowAsync<InvalidFilterException>(SearchAsync(@"name RLIKE '\p{L}'"));
        }

        (await SearchAsync("name RLIKE '^r'")).ShouldHaveSingleItem();

        async Task<IReadOnlyList<Tracking.V1.TraceInfo>> SearchAsync(string filter) =>
            (await store.Reader.SearchTracesAsync(new TraceQuery([], 10, string.Empty) { Filter = filter }, CancellationToken.None).WaitAsync(Patience)).Items;
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
