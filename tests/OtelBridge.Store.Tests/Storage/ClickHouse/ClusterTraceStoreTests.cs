using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>What every store does, on two shards.</summary>
public sealed class ClusterTraceStoreTests : TraceStoreSuite
{
    private readonly ClusterTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
