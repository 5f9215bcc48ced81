using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseCostTests : CostSuite
{
    private readonly ClickHouseTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
