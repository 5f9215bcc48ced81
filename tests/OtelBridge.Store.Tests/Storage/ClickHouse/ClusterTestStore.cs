using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A database of two shards, which are one engine, with a catalogue beside it.</summary>
internal sealed class ClusterTestStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClusterTestStore(string options = "") =>
        Database = new ClickHouseTestDatabase { Options = $"cluster=pair&gather=0&catalog=sqlite:{_folder.File("catalog.db")}{options}" };

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

    /// <summary>Takes the second shard away, with what it has.</summary>
    public Task BreakAsync() => MoveAsync("broken");

    /// <summary>Gives it back.</summary>
    public Task MendAsync() => MoveAsync("pair");

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
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
