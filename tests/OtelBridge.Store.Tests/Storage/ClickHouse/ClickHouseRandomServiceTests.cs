using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseRandomServiceTests : RandomServiceSuite
{
    private readonly ClickHouseTestStore _store = new();

    // Each takes several statements of some milliseconds, however few rows there are.
    protected override int Queries => 40;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
