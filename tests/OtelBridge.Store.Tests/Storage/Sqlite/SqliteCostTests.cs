using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteCostTests : OlderCostSuite
{
    private readonly SqliteTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }

    protected override string WithoutCosts => OlderSchema.SqliteWithoutCosts;

    protected override async Task ReopenAfterAsync(string sql)
    {
        await Store.DisposeAsync();
        _store.Execute(sql);
        await ReopenAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
