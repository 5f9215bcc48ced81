using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.ClickHouse;
using OtelBridge.Store.Tests.Storage.Postgres;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Migration;

public sealed class ClickHouseToPostgresTests : MigrationSuite
{
    private readonly ClickHouseTestStore _source = new();
    private readonly PostgresTestDatabase _target = new();

    protected override int Filters => 15;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
        await PostgresIntegrity.CheckAsync(_target);
        await _target.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenSourceAsync() => _source.OpenAsync();

    protected override Task<ITraceStore> OpenTargetAsync() => _target.OpenAsync();
}
