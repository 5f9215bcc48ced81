using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Storage.Postgres;

public sealed class PostgresCostTests : OlderCostSuite
{
    private readonly PostgresTestDatabase _database = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    protected override string WithoutCosts => OlderSchema.PostgresWithoutCosts;

    protected override async Task ReopenAfterAsync(string sql)
    {
        await Store.DisposeAsync();
        await _database.ExecuteAsync(sql);
        await ReopenAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();

    protected override void Empty() => _database.Empty();
}
