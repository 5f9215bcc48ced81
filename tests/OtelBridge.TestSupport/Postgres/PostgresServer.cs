using System.Net;
using System.Net.Sockets;
using Npgsql;
using OtelBridge.Store.Storage;

namespace OtelBridge.TestSupport.Postgres;

/// <summary>A real PostgreSQL server on the loopback address, which ends with the test process, also when that is killed.</summary>
/// <remarks>As root it runs as the user postgres: PostgreSQL refuses root.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "otelbridge";

    private const string Template = "store_template";

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync("fsync=off"));

    private readonly ChildProcess _process;
    private readonly Lazy<Task> _template;
    private int _databases;

    private PostgresServer(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
        _template = new Lazy<Task>(MakeTemplateAsync);
    }

    public int Port { get; }

    /// <summary>The server of this test process, for whoever does not stop it. It forgets on a loss of power, which tests do not have.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts a server of its own.</summary>
    /// <param name="settings">As in postgresql.conf, e.g. <c>fsync=off</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var port = FreePort();
        string[] script = [RepositoryFolder.File("tests/OtelBridge.TestSupport/Postgres/postgres.sh"), BinFolder(), $"{port}", "max_connections=200", .. settings];

        // A session of its own: what ends the process group of the tests must leave time to clean up.
        var process = Environment.UserName == "root"
            ? ChildProcess.Start("setsid", ["runuser", "-u", "postgres", "--", "sh", .. script], "/")
            : ChildProcess.Start("setsid", ["sh", .. script], "/");
        var server = new PostgresServer(process, port);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Ends the server as a crash does.</summary>
    public Task StopAsync() => SayAsync("stop");

    public Task StartAgainAsync() => SayAsync("start");

    /// <summary>The address of a database as <see cref="TraceStores"/> reads it.</summary>
    public string Address(string database) => "postgres:" + ConnectionString(database);

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username={User};Database={database}";

    /// <summary>Makes a database with the tables of a store, and gives its name.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await _template.Value;
        var name = $"store_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        return name;
    }

    /// <summary>Makes a database without tables, and gives its name.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = $"empty_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Removes a database, also while somebody is connected.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Runs a statement and gives the first value of its first row.</summary>
    public async Task<object?> ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.CloseInput();
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    private async Task SayAsync(string command)
    {
        await _process.WriteLineAsync(command);
        if (await _process.ReadLineAsync() is var answer && answer != command)
        {
            throw new InvalidOperationException($"The PostgreSQL server said '{answer}': {_process.Errors}");
        }
    }

    private async Task MakeTemplateAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {Template}");
        await using var store = await TraceStores.OpenAsync(Address(Template), StoreAccess.ReadWrite, CancellationToken.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Debian keeps the programs of the server outside of the path.
    private static string BinFolder()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = (Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is missing. Run tests/run.sh, which installs it, or: apt-get install postgresql");
    }
}
