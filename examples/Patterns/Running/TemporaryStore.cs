using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;

namespace Patterns.Running;

/// <summary>A store with its server in this process, for as long as the program runs: what <c>otelbridge serve</c> would be beside it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly OtelBridgeServer _server;
    private readonly DirectoryInfo _folder;

    private TemporaryStore(OtelBridgeServer server, DirectoryInfo folder)
    {
        _server = server;
        _folder = folder;
    }

    public string TrackingUri => $"grpc://{_server.GrpcAddress?.Authority}";

    public static async Task<TemporaryStore> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("patterns-");
        var server = await OtelBridgeServer.StartAsync(new OtelBridgeServerOptions
        {
            Store = $"sqlite:{Path.Combine(folder.FullName, "patterns.db")}",
            Grpc = ListenAddress.AnyLoopbackPort,
            OtlpHttp = ListenAddress.AnyLoopbackPort,
            Http = ListenAddress.AnyLoopbackPort,
        });
        return new TemporaryStore(server, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
