using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteServiceTests : NotedServiceSuite
{
    private readonly SqliteTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }

    protected override string BeforeOperations => OlderSchema.SqliteWithoutCosts + "DELETE FROM facets WHERE kind = 8; PRAGMA user_version = 3";

    protected override async Task ReopenAfterAsync(string sql)
    {
        await Store.DisposeAsync();
        _store.Execute(sql);
        await ReopenAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
