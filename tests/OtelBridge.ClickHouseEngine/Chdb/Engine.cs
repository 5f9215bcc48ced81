using System.Text;

namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>The engine of this process. There is one; its connections run statements at the same time.</summary>
internal sealed class Engine : IDisposable
{
    // Each statement has a thread of its own while it runs.
    private const int StatementsAtOnce = 64;

    private readonly SemaphoreSlim _places = new(StatementsAtOnce);
    private readonly string _folder;

    // The engine ends with its last connection.
    private readonly EngineConnection _first;

    public Engine(string library, string folder)
    {
        LibChdb.Load(library);
        _folder = folder;
        File.WriteAllText(EngineConnection.ConfigurationOf(folder), ClusterConfiguration.Text);
        _first = new EngineConnection(folder);
        Version = Encoding.UTF8.GetString(_first.Run("SELECT version()"u8, "TSVRaw").Data).Trim();
    }

    public string Version { get; }

    /// <summary>Does something on a connection of its own, so that no setting of it lasts; to open one takes a tenth of a millisecond.</summary>
    public async Task<T> UseAsync<T>(Func<EngineConnection, T> use, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Factory.StartNew(() => OnConnection(use), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Ends the statements that run.</summary>
    public void CancelAll() => _first.Run("KILL QUERY WHERE 1 ASYNC"u8, "Null");

    /// <summary>Ends the engine; those that still run statements keep it.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _ = LibChdb.Shutdown();
        _places.Dispose();
    }

    private T OnConnection<T>(Func<EngineConnection, T> use)
    {
        using var connection = new EngineConnection(_folder);
        return use(connection);
    }
}
