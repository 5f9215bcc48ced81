using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Server;

/// <summary><c>otelbridge serve</c> processes for the tests of a class, one for each kind of store; each test uses a trace of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (OtelBridgeProcess Process, TestStore Store)> _servers = []; // by the kind of its store

    /// <summary>The one on SQLite, for what does not depend on the store.</summary>
    public OtelBridgeProcess Server => _servers[TestStore.Sqlite].Process;

    public static string NewTraceId() => Guid.NewGuid().ToString("n");

    public Task InitializeAsync() => OnAsync(TestStore.Sqlite);

    /// <summary>The one on a kind of store, started when it is first asked for.</summary>
    public async Task<OtelBridgeProcess> OnAsync(string kind)
    {
        if (!_servers.TryGetValue(kind, out var server))
        {
            const string AnyPort = "127.0.0.1:0";
            var store = await TestStore.MakeAsync(kind);
            string[] options = ["--store", store.Address, "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", AnyPort];
            _servers[kind] = server = (await OtelBridgeProcess.StartAsync(options, new Dictionary<string, string?>()), store);
        }

        return server.Process;
    }

    /// <summary>Stops the servers the way people do; whatever the tests did to them, they end well and have logged no error.</summary>
    public async Task DisposeAsync()
    {
        try
        {
            foreach (var (server, _) in _servers.Values)
            {
                var exitCode = await server.StopAsync();
                var errors = server.Log.Split('\n').Where(line => line.Contains(" fail: ") || line.Contains(" crit: "));
                errors.ShouldBeEmpty();
                exitCode.ShouldBe(0, server.Log);
            }
        }
        finally
        {
            foreach (var (server, store) in _servers.Values)
            {
                await server.DisposeAsync();
                await store.DisposeAsync();
            }

            _folder.Dispose();
        }
    }

    /// <summary>A file of its own, removed with the server.</summary>
    public string File(string name) => _folder.File($"{Guid.NewGuid():n}-{name}");

    /// <summary>What <c>otelbridge get --json</c> prints of a trace.</summary>
    public async Task<JsonObject> GetAsync(string traceId, string kind = TestStore.Sqlite)
    {
        var server = await OnAsync(kind);
        var text = await OtelBridgeProcess.RunAsync("get", $"tr-{traceId}", "--json", "--server", $"grpc://{server.GrpcAddress.Authority}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Fails unless the store gives back exactly the spans that were sent, field by field.</summary>
    internal async Task ShouldHoldAsync(string traceId, ExportTraceServiceRequest sent, string kind = TestStore.Sqlite)
    {
        var stored = await GetAsync(traceId, kind);

        var actual = OtlpJson.Describe(stored["resourceSpans"]!);
        var expected = OtlpJson.Describe(OtlpJson.Write(sent)["resourceSpans"]!);
        actual.Keys.ShouldBe(expected.Keys);
        foreach (var (spanId, text) in expected)
        {
            Differences(text, actual[spanId]).ShouldBeEmpty(spanId);
            actual[spanId].ShouldBe(text);
        }

        ((int)stored["info"]!["span_count"]!).ShouldBe(expected.Count);
        ((string?)stored["info"]!["trace_id"]).ShouldBe($"tr-{traceId}");
    }

    // A failure that shows the lines that differ is read faster than two whole spans.
    private static IEnumerable<string> Differences(string expected, string actual)
    {
        var (sent, stored) = (expected.Split('\n'), actual.Split('\n'));
        return [.. sent.Except(stored).Select(line => $"only sent: {line}"), .. stored.Except(sent).Select(line => $"only stored: {line}")];
    }
}
