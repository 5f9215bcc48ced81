using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Postgres;
using OtelBridge.Store.Tests.Storage.Sqlite;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Migration;

public sealed class SqliteToPostgresTests : MigrationSuite
{
    private readonly SqliteTestStore _source = new();
    private readonly PostgresTestDatabase _target = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _source.Dispose();
        await PostgresIntegrity.CheckAsync(_target);
        await _target.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenSourceAsync() => _source.OpenAsync();

    protected override Task<ITraceStore> OpenTargetAsync() => _target.OpenAsync();
}
