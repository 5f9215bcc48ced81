using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteTraceSearchTests : TraceSearchSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<ITraceStore> OpenAsync() =>
        TraceStores.OpenAsync("sqlite:" + _folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);

    protected override void Empty() => throw new NotSupportedException("Each test has a store of its own.");
}
