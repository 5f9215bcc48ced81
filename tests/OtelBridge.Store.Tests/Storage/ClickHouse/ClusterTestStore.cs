using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A database of two shards, which are one engine, with a catalogue beside it.</summary>
internal sealed class ClusterTestStore(string options = "") : IAsyncDisposable
{
    // A suite may open its store again after it was disposed of.
    private TemporaryFolder? _folder;
    private ClickHouseTestDatabase? _database;

    public ClickHouseTestDatabase Database
    {
        get
        {
            _folder ??= new TemporaryFolder();
            return _database ??= new ClickHouseTestDatabase { Options = $"cluster=pair&gather=0&catalog=sqlite:{_folder.File("catalog.db")}{options}" };
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

    /// <summary>Takes the second shard away, with what it has.</summary>
    public Task BreakAsync() => MoveAsync("broken");

    /// <summary>Gives it back.</summary>
    public Task MendAsync() => MoveAsync("pair");

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder?.Dispose();
        (_database, _folder) = (null, null);
    }

    private async Task MoveAsync(string cluster)
    {
        foreach (var table in (string[])["spans", "trace_writes", "traces", "trace_heads"])
        {
            await Database.ExecuteAsync(
                $"CREATE OR REPLACE TABLE {table} AS {table}_local ENGINE = Distributed('{cluster}', currentDatabase(), '{table}_local', cityHash64(trace_id))");
        }
    }
}
