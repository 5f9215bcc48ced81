using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteOrderMeaningTests : OrderMeaningSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteIntegrity.Check(_folder.File("traces.db"));
    }

    protected override Task<ITraceStore> OpenAsync() =>
        TraceStores.OpenAsync("sqlite:" + _folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);

    protected override void Empty()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }
}
