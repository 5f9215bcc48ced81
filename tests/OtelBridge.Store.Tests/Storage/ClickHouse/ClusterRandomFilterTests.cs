using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>What a search finds, on two shards.</summary>
public sealed class ClusterRandomFilterTests : RandomFilterSuite
{
    private readonly ClusterTestStore _store = new();

    /// <summary>Gets a few: each asks both shards several times, and what filters mean is tried on one server.</summary>
    protected override int UsualFilters => 6;

    protected override int Traces => 100;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
