using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseTraceSearchTests : TraceSearchSuite
{
    private readonly ClickHouseTestStore _store = new();

    protected override bool ColumnPatternsNeverExplode => true;

    protected override bool AttributePatternsNeverExplode => true;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
