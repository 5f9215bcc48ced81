using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseFilterMeaningTests : FilterMeaningSuite
{
    private readonly ClickHouseTestStore _store = new();

    protected override int CountedEach => 4; // each question takes a tenth of a second here

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
