using OtelBridge.Store.Storage;

namespace OtelBridge.TestSupport.Postgres;

/// <summary>The database of one test on the shared server.</summary>
public sealed class PostgresTestDatabase : IAsyncDisposable
{
    private readonly List<string> _names = []; // bounded by how often one test empties it

    /// <summary>The address of the store; makes the database when there is none.</summary>
    public async Task<string> AddressAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (_names.Count == 0 || _names[^1].Length == 0)
        {
            _names.Add(await server.CreateDatabaseAsync());
        }

        return server.Address(_names[^1]);
    }

    /// <summary>Opens the store.</summary>
    public async Task<ITraceStore> OpenAsync(StoreAccess access = StoreAccess.ReadWrite) =>
        await TraceStores.OpenAsync(await AddressAsync(), access, CancellationToken.None);

    /// <summary>Runs a statement and gives the first value of its first row.</summary>
    public async Task<object?> ExecuteAsync(string sql) => await (await PostgresServer.SharedAsync()).ExecuteAsync(sql, _names[^1]);

    /// <summary>Lets go of what is stored: the next store is another one.</summary>
    public void Empty() => _names.Add(string.Empty);

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _names.Where(name => name.Length > 0))
        {
            await (await PostgresServer.SharedAsync()).DropDatabaseAsync(name);
        }
    }
}
