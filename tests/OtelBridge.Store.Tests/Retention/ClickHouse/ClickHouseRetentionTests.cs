using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.ClickHouse;

namespace OtelBridge.Store.Tests.Retention.ClickHouse;

public sealed class ClickHouseRetentionTests : RetentionSuite
{
    private readonly ClickHouseTestStore _store = new();

    protected override int Sweeps => 2;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
