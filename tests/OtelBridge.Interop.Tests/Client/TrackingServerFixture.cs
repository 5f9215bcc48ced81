using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>One server for the tests of a class, and a client for each of its wires; each test has experiments and traces of its own.</summary>
public sealed class TrackingServerFixture : IAsyncLifetime
{
    public const string Grpc = "grpc";
    public const string Rest = "http";

    private readonly Dictionary<string, MlflowClient> _clients = [];
    private ServerUnderTest? _server;
    private int _traces;

    public ServerUnderTest Server => _server ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>The client that speaks a wire.</summary>
    public MlflowClient Client(string wire) => _clients[wire];

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _clients[Grpc] = new MlflowClient($"grpc://{Server.GrpcAddress.Authority}");
        _clients[Rest] = new MlflowClient(Server.HttpAddress.ToString());
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
    }

    /// <summary>A number for a trace that no other test has.</summary>
    public int NewTrace() => Interlocked.Increment(ref _traces);

    /// <summary>An experiment that no other test has.</summary>
    public Task<string> NewExperimentAsync() => Client(Grpc).CreateExperimentAsync($"experiment {Guid.NewGuid():n}");

    /// <summary>Stores spans as an exporter would.</summary>
    public Task StoreAsync(string experimentId, params IEnumerable<Span> spans) => StoreAsync(experimentId, OtlpSamples.Request(spans));

    public Task StoreAsync(string experimentId, ExportTraceServiceRequest request) =>
        Server.Grpc.CallAsync(TraceServiceMethods.Export, request, [new("x-mlflow-experiment-id", experimentId)]);
}
