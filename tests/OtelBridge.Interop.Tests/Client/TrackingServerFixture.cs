using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>A server on each kind of store for the tests of a class, and a client for each of its wires; each test has experiments and traces of its own.</summary>
public sealed class TrackingServerFixture : IAsyncLifetime
{
    public const string Grpc = "grpc";
    public const string Rest = "http";

    private readonly Dictionary<string, MlflowClient> _clients = []; // two for each kind of store
    private readonly Dictionary<string, ServerUnderTest> _servers = [];
    private int _traces;

    /// <summary>The client that speaks a wire, see <see cref="TrackingWires"/>.</summary>
    public MlflowClient Client(string wire) => _clients[wire];

    public async Task InitializeAsync()
    {
        foreach (var kind in TestStore.Kinds)
        {
            var server = await ServerUnderTest.StartAsync(on: kind);
            _servers[kind] = server;
            _clients[TrackingWires.Of(Grpc, kind)] = new MlflowClient($"grpc://{server.GrpcAddress.Authority}");
            _clients[TrackingWires.Of(Rest, kind)] = new MlflowClient(server.HttpAddress.ToString());
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>A number for a trace that no other test has.</summary>
    public int NewTrace() => Interlocked.Increment(ref _traces);

    /// <summary>An experiment that no other test has, where a wire leads.</summary>
    public Task<string> NewExperimentAsync(string wire) => Client(wire).CreateExperimentAsync($"experiment {Guid.NewGuid():n}");

    /// <summary>Stores spans where a wire leads, as an exporter would.</summary>
    public Task StoreAsync(string wire, string experimentId, params IEnumerable<Span> spans) => StoreAsync(wire, experimentId, OtlpSamples.Request(spans));

    public Task StoreAsync(string wire, string experimentId, ExportTraceServiceRequest request) =>
        _servers[TrackingWires.StoreOf(wire)].Grpc.CallAsync(TraceServiceMethods.Export, request, [new("x-mlflow-experiment-id", experimentId)]);
}
