using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Aggregates;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>Sums, on two shards.</summary>
public sealed class ClusterAggregateTests : AggregateSuite
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
