using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Storage.Postgres;

public sealed class PostgresTraceModelTests : TraceModelSuite
{
    private readonly PostgresTestDatabase _database = new();

    protected override int Histories => 40;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();
}
