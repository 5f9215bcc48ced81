using Microsoft.Extensions.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>The gallery, sent to a foreign receiver by each protocol: once for all tests of a class.</summary>
public sealed class GalleryFixture : IAsyncLifetime
{
    public static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IReadOnlyList<ForeignExport>> _received = []; // one for each protocol

    /// <summary>What arrived by a protocol.</summary>
    public IReadOnlyList<ForeignExport> Received(string protocol) => _received[protocol];

    public async Task InitializeAsync()
    {
        foreach (var protocol in Protocols)
        {
            _received.Add(protocol, await ReceiveAsync(protocol));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<IReadOnlyList<ForeignExport>> ReceiveAsync(string protocol)
    {
        await using var receiver = await ForeignReceiver.StartAsync();
        var endpoint = protocol == "grpc" ? receiver.GrpcAddress : receiver.HttpAddress;
        await SendAsync(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.ToString(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        });
        return await receiver.ReceiveAsync(SpanGallery.Count);
    }

    /// <summary>Traces the gallery, or what is given, to the collector that the variables name.</summary>
    internal static async Task SendAsync(Dictionary<string, string?> variables, Action? emit = null)
    {
        variables["OTEL_SERVICE_NAME"] = SpanGallery.ServiceName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(variables).Build();
        using var tracing = MlflowTracing.Init(static options => options.Export = ExportMode.Collector, configuration);

        (emit ?? SpanGallery.Emit)();

        var flushed = await tracing.FlushAsync(Patience);
        flushed.IsComplete.ShouldBeTrue(flushed.ToString());
    }
}
