using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.TestSupport.Several;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Several;

/// <summary>Three server processes on one PostgreSQL of their own, which were started at once on an empty database. Whoever takes something away puts it back.</summary>
public sealed class ThreeServers : IAsyncLifetime
{
    public const int Count = 3;

    private PostgresServer _database = null!; // set before the tests
    private ServerGroup _group = null!;
    private string _name = null!;
    private int _traces;

    public IReadOnlyList<OtelBridgeProcess> Servers => _group.Servers;

    public Uri GrpcAddress => _group.GrpcAddress;

    public Uri OtlpHttpAddress => _group.OtlpHttpAddress;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.StartAsync("fsync=off");
        _name = await _database.CreateEmptyDatabaseAsync();
        _group = await ServerGroup.StartAsync(_database.Address(_name), Count);
    }

    public async Task DisposeAsync()
    {
        try
        {
            // Whatever happened to the database, and to their neighbours, is no error of theirs.
            Servers.SelectMany(static server => server.Log.Split('\n')).Where(static line => line.Contains(" fail: ") || line.Contains(" crit: ")).ShouldBeEmpty();
        }
        finally
        {
            await _group.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    /// <summary>A number that no other trace of the tests has.</summary>
    public int NewTrace() => Interlocked.Increment(ref _traces);

    /// <summary>A client of one of the servers.</summary>
    public UnaryGrpcClient Client(int server) => new(Servers[server].GrpcAddress, new UnaryGrpcClientOptions { MaxReceiveMessageSize = int.MaxValue });

    /// <summary>Makes an experiment, and gives its id.</summary>
    public async Task<string> NewExperimentAsync()
    {
        using var client = Client(0);
        return (await client.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = $"{Guid.NewGuid():n}" })).ExperimentId;
    }

    /// <summary>Ends the database as a crash does, and starts it again.</summary>
    public async Task RestartDatabaseAsync()
    {
        await _database.StopAsync();
        await _database.StartAgainAsync();
    }

    public Task StartAgainAsync(int server) => _group.StartAgainAsync(server);

    /// <summary>Asks the database, as somebody who looks after it does.</summary>
    public Task<object?> AskDatabaseAsync(string sql) => _database.ExecuteAsync(sql, _name);
}
