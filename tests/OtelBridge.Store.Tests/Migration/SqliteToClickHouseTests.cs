using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.ClickHouse;
using OtelBridge.Store.Tests.Storage.Sqlite;

namespace OtelBridge.Store.Tests.Migration;

public sealed class SqliteToClickHouseTests : MigrationSuite
{
    private readonly SqliteTestStore _source = new();
    private readonly ClickHouseTestStore _target = new();

    protected override int Filters => 15;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _source.Dispose();
        await _target.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenSourceAsync() => _source.OpenAsync();

    protected override Task<ITraceStore> OpenTargetAsync() => _target.OpenAsync();
}
