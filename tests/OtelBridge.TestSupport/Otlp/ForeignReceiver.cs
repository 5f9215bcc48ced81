using System.Text.Json.Nodes;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>An OTLP receiver in another language, over gRPC and over HTTP with protobuf: the script <c>receiver.mjs</c>.</summary>
public sealed class ForeignReceiver : IAsyncDisposable
{
    private readonly NodePeer _peer;

    private ForeignReceiver(NodePeer peer, JsonObject ports)
    {
        _peer = peer;
        GrpcAddress = Address(ports, "port");
        HttpAddress = Address(ports, "httpPort");
    }

    public Uri GrpcAddress { get; }

    public Uri HttpAddress { get; }

    /// <param name="arguments">Further options of the script, such as <c>--gzip</c> for compressed answers.</param>
    public static async Task<ForeignReceiver> StartAsync(params string[] arguments)
    {
        var peer = NodePeer.Start("receiver.mjs", ["--http", .. arguments]);
        return new ForeignReceiver(peer, await peer.ReadAsync());
    }

    /// <summary>The next thing that arrived, as the script printed it: a request, or <c>refused</c> with the reason.</summary>
    public Task<JsonObject> ReadAsync() => _peer.ReadAsync();

    /// <summary>What arrived, until it is at least so many spans. A request that breaks the wire's rules fails the test.</summary>
    public async Task<IReadOnlyList<ForeignExport>> ReceiveAsync(int spans)
    {
        var all = new List<ForeignExport>(); // as many as the test sends
        for (var count = 0; count < spans;)
        {
            var export = ForeignExport.Read(await ReadAsync());
            all.Add(export);
            count += PlacedSpan.In(export.Message.ResourceSpans).Count();
        }

        return all;
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static Uri Address(JsonObject ports, string name) => new($"http://127.0.0.1:{(int)ports[name]!}");
}
