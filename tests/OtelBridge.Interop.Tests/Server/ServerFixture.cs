using System.Text.Json.Nodes;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>One <c>otelbridge serve</c> process for the tests of a class; each test uses a trace of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private OtelBridgeProcess? _server;

    public OtelBridgeProcess Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public static string NewTraceId() => Guid.NewGuid().ToString("n");

    public async Task InitializeAsync() => _server = await OtelBridgeProcess.StartAsync(_folder.File("interop.db"));

    /// <summary>Stops the server the way people do; whatever the tests did to it, it ends well and has logged no error.</summary>
    public async Task DisposeAsync()
    {
        try
        {
            if (_server is not null)
            {
                var exitCode = await _server.StopAsync();
                var errors = _server.Log.Split('\n').Where(line => line.Contains(" fail: ") || line.Contains(" crit: "));
                errors.ShouldBeEmpty();
                exitCode.ShouldBe(0, _server.Log);
            }
        }
        finally
        {
            await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
            _folder.Dispose();
        }
    }

    /// <summary>A file of its own, removed with the server.</summary>
    public string File(string name) => _folder.File($"{Guid.NewGuid():n}-{name}");

    /// <summary>What <c>otelbridge get --json</c> prints of a trace.</summary>
    public async Task<JsonObject> GetAsync(string traceId)
    {
        var text = await OtelBridgeProcess.RunAsync("get", $"tr-{traceId}", "--json", "--server", $"grpc://{Server.GrpcAddress.Authority}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Fails unless the store gives back exactly the spans that were sent, field by field.</summary>
    internal async Task ShouldHoldAsync(string traceId, ExportTraceServiceRequest sent)
    {
        var stored = await GetAsync(traceId);

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
