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

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();
}
