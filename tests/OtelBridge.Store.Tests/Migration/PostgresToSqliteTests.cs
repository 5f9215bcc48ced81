using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Postgres;
using OtelBridge.Store.Tests.Storage.Sqlite;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Migration;

public sealed class PostgresToSqliteTests : MigrationSuite
{
    private readonly SqliteTestStore _target = new();
    private readonly PostgresTestDatabase _source = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _target.Dispose();
        await PostgresIntegrity.CheckAsync(_source);
        await _source.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenSourceAsync() => _source.OpenAsync();

    protected override Task<ITraceStore> OpenTargetAsync() => _target.OpenAsync();
}
