using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Aggregates;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

public sealed class ClickHouseAggregateModelTests : AggregateModelSuite
{
    private readonly ClickHouseTestStore _store = new();

    // Each statement takes some milliseconds, however few rows there are.
    protected override int Seeds => 1;

    protected override int Steps => 15;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    // The engine keeps none that the store knows of.
    protected override Task CheckKeptAsync(string what) => Task.CompletedTask;

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();
}
