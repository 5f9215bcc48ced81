namespace OtelBridge.TestSupport.Several;

/// <summary>Several <c>otelbridge serve</c> processes on one store behind one address for each wire.</summary>
public sealed class ServerGroup : IAsyncDisposable
{
    private readonly string _store;
    private readonly OtelBridgeProcess[] _servers;
    private readonly TcpBalancer _grpc;
    private readonly TcpBalancer _otlpHttp;

    private ServerGroup(string store, OtelBridgeProcess[] servers)
    {
        _store = store;
        _servers = servers;
        _grpc = new TcpBalancer(() => [.. _servers.Select(static server => server.GrpcAddress)]);
        _otlpHttp = new TcpBalancer(() => [.. _servers.Select(static server => server.OtlpHttpAddress)]);
    }

    public IReadOnlyList<OtelBridgeProcess> Servers => _servers;

    /// <summary>Where all of them take OTLP and tracking over gRPC.</summary>
    public Uri GrpcAddress => _grpc.Address;

    /// <summary>Where all of them take OTLP over HTTP.</summary>
    public Uri OtlpHttpAddress => _otlpHttp.Address;

    /// <summary>Starts so many servers on a store, all at once.</summary>
    public static async Task<ServerGroup> StartAsync(string store, int count) =>
        new(store, await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync(store))));

    /// <summary>Puts a new server in the place of one that is gone.</summary>
    public async Task StartAgainAsync(int index)
    {
        await _servers[index].DisposeAsync();
        _servers[index] = await StartAsync(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _grpc.DisposeAsync();
        await _otlpHttp.DisposeAsync();
        await Task.WhenAll(_servers.Select(static server => server.DisposeAsync().AsTask()));
    }

    private static Task<OtelBridgeProcess> StartAsync(string store)
    {
        const string AnyPort = "127.0.0.1:0";
        return OtelBridgeProcess.StartAsync(
            ["--store", store, "--grpc", AnyPort, "--otlp-http", AnyPort, "--http", AnyPort], new Dictionary<string, string?>());
    }
}
