using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Access;

public sealed class SqliteAccessCatalogTests : AccessCatalogSuite
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<ITraceStore> OpenAsync() => TraceStores.OpenAsync($"sqlite:{_folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
}
