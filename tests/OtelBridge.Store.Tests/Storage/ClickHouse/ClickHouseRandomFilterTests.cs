using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseRandomFilterTests : RandomFilterSuite
{
    private readonly ClickHouseTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override int UsualFilters => 18;

    protected override int Traces => 150;

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
