using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A database of its own and a catalogue beside it, for the store of one test. Made again when it is opened after it was disposed of.</summary>
internal sealed class ClickHouseTestStore : IAsyncDisposable
{
    private TemporaryFolder? _folder;
    private ClickHouseTestDatabase? _database;

    public ClickHouseTestDatabase Database
    {
        get
        {
            _folder ??= new TemporaryFolder();
            return _database ??= new ClickHouseTestDatabase { Options = $"gather=0&catalog=sqlite:{_folder.File("catalog.db")}" };
        }
    }

    public Task<ITraceStore> OpenAsync() => Database.OpenAsync();

    /// <summary>Removes everything that is stored; the store is closed.</summary>
    public void Empty()
    {
        Database.Empty();
        foreach (var file in Directory.GetFiles(_folder!.Path)) // made with the database
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _database = null;
        _folder?.Dispose();
        _folder = null;
    }
}
