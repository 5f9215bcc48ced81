using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A database of its own and a catalogue beside it, for the store of one test. Made again when it is opened after it was disposed of.</summary>
internal sealed class ClickHouseTestStore(string options = "gather=0") : IAsyncDisposable
{
    private TemporaryFolder? _folder;
    private ClickHouseTestDatabase? _database;
    private int _beside;

    public ClickHouseTestDatabase Database
    {
        get
        {
            _folder ??= new TemporaryFolder();
            return _database ??= new ClickHouseTestDatabase { Options = $"{options}&catalog=sqlite:{_folder.File("catalog.db")}" };
        }
    }

    public Task<ITraceStore> OpenAsync() => Database.OpenAsync();

    /// <summary>Opens the store of another server on the same database, with a catalogue and a clock of its own.</summary>
    public async Task<ITraceStore> OpenBesideAsync(TimeProvider? time = null)
    {
        var address = (await Database.AddressAsync()).Replace("catalog.db", $"catalog-{++_beside}.db", StringComparison.Ordinal);
        return await ClickHouseTraceStore.OpenAsync(ClickHouseAddress.Parse(address), StoreAccess.ReadWrite, time ?? TimeProvider.System, CancellationToken.None);
    }

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
