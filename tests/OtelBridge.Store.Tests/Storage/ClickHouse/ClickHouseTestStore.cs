using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A database of its own and a catalogue beside it, for the store of one test.</summary>
internal sealed class ClickHouseTestStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClickHouseTestStore() => Database = new ClickHouseTestDatabase { Options = $"gather=0&catalog=sqlite:{_folder.File("catalog.db")}" };

    public ClickHouseTestDatabase Database { get; }

    public Task<ITraceStore> OpenAsync() => Database.OpenAsync();

    /// <summary>Removes everything that is stored; the store is closed.</summary>
    public void Empty()
    {
        Database.Empty();
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
