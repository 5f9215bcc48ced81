using System.Net;
using System.Net.Http.Json;
using OtelBridge.ClickHouseEngine.Faults;

namespace OtelBridge.TestSupport.ClickHouse;

/// <summary>
/// The engine of ClickHouse behind a stand-in for its HTTP interface, on a free port of the loopback address; a process that ends with the test process, also when
/// that is killed.
/// </summary>
/// <remarks>Without the library a test fails and says what to run; it is never skipped.</remarks>
public sealed class ClickHouseServer : IAsyncDisposable
{
    /// <summary>Where libchdb.so is, for those who keep one copy for several checkouts.</summary>
    public const string LibraryVariable = "OTELBRIDGE_LIBCHDB";

    private static readonly string Program = typeof(Fault).Assembly.Location;
    private static readonly string NodeFolder = RepositoryFolder.File("tests", "OtelBridge.ClickHouseEngine", "node");
    // The library comes to its end now and then after a thousand databases or so, of which nothing is left: another engine takes over long before.
    private const int MostDatabases = 200;

    private static readonly Lock SharedLock = new();
    private static Task<ClickHouseServer>? _shared;
    private static int _sharedDatabases;

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private int _databases;

    private ClickHouseServer(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    /// <summary>A server of this test process for one database; it ends with the process.</summary>
    public static Task<ClickHouseServer> SharedAsync()
    {
        lock (SharedLock)
        {
            if (_shared is null || _sharedDatabases == MostDatabases)
            {
                (_shared, _sharedDatabases) = (StartAsync(), 0);
            }

            _sharedDatabases++;
            return _shared;
        }
    }

    /// <summary>Starts a server of its own, for the user default without a password, or for one that has both.</summary>
    public static async Task<ClickHouseServer> StartAsync(string? user = null, string? password = null)
    {
        string[] arguments = user is null ? [Program, Library()] : [Program, Library(), user, password ?? string.Empty];

        // A session of its own: what ends the process group of the tests must leave time to clean up.
        var process = ChildProcess.Start("setsid", ["dotnet", .. arguments]);
        try
        {
            var server = new ClickHouseServer(process, new Uri(await process.ReadLineAsync()));
            server._http.DefaultRequestHeaders.Add("X-ClickHouse-User", user ?? "default");
            server._http.DefaultRequestHeaders.Add("X-ClickHouse-Key", password);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a database and gives its name.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"store_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Removes a database, its faults, and what is known of its statements.</summary>
    public async Task DropDatabaseAsync(string name)
    {
        await RemoveFaultsAsync(name);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} SYNC");
        await SendAsync(HttpMethod.Delete, $"_statements?database={name}");
    }

    /// <summary>Runs a statement and gives what it answers, as text separated by tabs when it names no format.</summary>
    public async Task<string> ExecuteAsync(string sql, string database = "default")
    {
        using var body = new StringContent(sql);
        using var answer = await PostAsync($"?database={database}", body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? text : throw new InvalidOperationException(text);
    }

    /// <summary>Lets something go wrong.</summary>
    public async Task<ClickHouseFault> AddFaultAsync(Fault fault)
    {
        using var answer = await _http.PostAsJsonAsync("_fault", fault);
        answer.EnsureSuccessStatusCode();
        return new ClickHouseFault(_http, await answer.Content.ReadFromJsonAsync<int>());
    }

    public Task RemoveFaultsAsync(string database) => SendAsync(HttpMethod.Delete, $"_fault?database={database}");

    /// <summary>What was sent to a database, in the order of arrival.</summary>
    public async Task<IReadOnlyList<SentStatement>> SentAsync(string database) =>
        await _http.GetFromJsonAsync<SentStatement[]>($"_statements?database={database}") ?? [];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.CloseInput();
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(string address, HttpContent body)
    {
        try
        {
            return await _http.PostAsync(address, body);
        }
        catch (HttpRequestException e) when (_process.HasExited)
        {
            throw new InvalidOperationException($"The engine of ClickHouse has ended with code {await _process.WaitForExitAsync()}: {_process.Errors}", e);
        }
    }

    private async Task SendAsync(HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static string Library()
    {
        var path = Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } named
            ? named
            : Path.Combine(NodeFolder, "node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException(
                $"The engine of ClickHouse is missing ({path}): run 'bash tests/run.sh', or 'npm ci' in {NodeFolder}, or set {LibraryVariable} to the path of a libchdb.so.");
    }
}
