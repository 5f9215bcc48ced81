using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>By three servers on one database, of which nobody waits for another.</summary>
public sealed class ClickHouseTraceModelTests : TraceModelSuite
{
    private readonly ClickHouseTestStore _store = new();

    protected override int Histories => 3;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override async Task<ITraceStore> OpenAsync() => new SpreadStore([await _store.OpenAsync(), await _store.OpenBesideAsync(), await _store.OpenBesideAsync()]);
}
