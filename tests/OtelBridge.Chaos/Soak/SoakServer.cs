using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Chaos.Load;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Chaos.Soak;

/// <summary>The server of a soak: a process that asks everybody for a key and deletes what is old, and the keys to it.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    public const string KeptExperiment = "kept";
    public const string DefaultId = "0";

    private const string RetentionTag = "otelbridge.retain";

    private const string Password = "only for this one run";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _database;
    private readonly TimeSpan _retain;

    private SoakServer(string database, TimeSpan retain, OtelBridgeProcess process)
    {
        _database = database;
        _retain = retain;
        Process = process;
    }

    public OtelBridgeProcess Process { get; private set; }

    public string IngestKey { get; private set; } = "";

    public string ReadKey { get; private set; } = "";

    public string WriteKey { get; private set; } = "";

    /// <summary>The experiment that keeps everything.</summary>
    public string KeptId { get; private set; } = "";

    public static async Task<SoakServer> StartAsync(string database, TimeSpan retain)
    {
        var server = new SoakServer(database, retain, await StartProcessAsync(database, retain));
        try
        {
            await server.PrepareAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public HttpClient Http(string key) => ServerClients.Http(Process.HttpAddress, Patience, key);

    public UnaryGrpcClient Grpc(string key) => ServerClients.Grpc(Process.GrpcAddress, Patience, key);

    /// <summary>Lets traces of the default experiment become so old from now on.</summary>
    public async Task RetainAsync(TimeSpan age)
    {
        using var grpc = Grpc(WriteKey);
        await grpc.CallAsync(TrackingServiceMethods.SetExperimentTag, new SetExperimentTagRequest { ExperimentId = DefaultId, Key = RetentionTag, Value = Minutes(age) });
    }

    /// <summary>Stops it as its operator does, and starts another one on the same store; gives the exit code.</summary>
    public async Task<int> RestartAsync()
    {
        var code = await Process.StopAsync();
        await Process.DisposeAsync();
        Process = await StartProcessAsync(_database, _retain);
        return code;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static Task<OtelBridgeProcess> StartProcessAsync(string database, TimeSpan retain)
    {
        const string AnyPort = "127.0.0.1:0";
        return OtelBridgeProcess.StartAsync(
            [
                "--store", $"sqlite:{database}", "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", AnyPort,
                "--auth", "--retain", Minutes(retain),
            ],
            new Dictionary<string, string?> { ["OTELBRIDGE_ADMIN_PASSWORD"] = Password });
    }

    private static string Minutes(TimeSpan age) => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0}m");

    private async Task PrepareAsync()
    {
        using var admin = ServerClients.Http(Process.HttpAddress, Patience, null);
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}")));
        IngestKey = await MakeKeyAsync(admin, "ingest");
        ReadKey = await MakeKeyAsync(admin, "read");
        WriteKey = await MakeKeyAsync(admin, "write");
        using var grpc = Grpc(WriteKey);
        var made = await grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = KeptExperiment, Tags = { [RetentionTag] = "forever" } });
        KeptId = made.ExperimentId;
    }

    private static async Task<string> MakeKeyAsync(HttpClient admin, string scope)
    {
        using var answer = await admin.PostAsJsonAsync(new Uri("/api/3.0/otelbridge/keys", UriKind.Relative), new { name = $"soak {scope}", scopes = new[] { scope } });
        answer.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["secret"]!;
    }
}
