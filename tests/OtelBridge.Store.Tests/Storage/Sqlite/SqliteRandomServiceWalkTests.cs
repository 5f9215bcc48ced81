using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>With limits so small that a few hundred traces take every way that a million does.</summary>
public sealed class SqliteRandomServiceWalkTests : RandomServiceSuite, IDisposable
{
    private static readonly SearchLimits Small = new()
    {
        FirstWindow = 7, LargestWindow = 60, WindowGrowth = 2, Batch = 3, FewCandidates = 2, ManyCandidates = 12, MostCandidates = 40, ShortestWalk = 50,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<ITraceStore> OpenAsync() =>
        Task.FromResult<ITraceStore>(SqliteTraceStore.Open(_folder.File("traces.db"), StoreAccess.ReadWrite, Small));

    protected override void Empty() => throw new NotSupportedException("These tests keep what they stored.");
}
