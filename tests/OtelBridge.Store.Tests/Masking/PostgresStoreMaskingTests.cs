using OtelBridge.Store.Tests.Storage.Postgres;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Masking;

public sealed class PostgresStoreMaskingTests : StoreMaskingSuite, IAsyncLifetime
{
    private readonly PostgresTestDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    protected override Task<string> AddressAsync() => _database.AddressAsync();
}
