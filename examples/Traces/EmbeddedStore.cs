using System.Net;
using System.Net.Sockets;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;

namespace Traces;

/// <summary>A tracking store with its server, in this process: what <c>otelbridge serve</c> would be beside it.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly OtelBridgeServer _server;

    private EmbeddedStore(OtelBridgeServer server, IReadOnlyList<string> notes)
    {
        _server = server;
        Notes = notes;
    }

    /// <summary>Gets what is not as one would expect: ports and files that others use.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Gets the address that the SDK sends to.</summary>
    public Uri TrackingUri => new($"grpc://{_server.GrpcAddress?.Authority}");

    public Uri? OtlpHttp => _server.OtlpHttpAddress;

    public Uri? Http => _server.HttpAddress;

    /// <summary>Gets the store's own address, by which it can be read when this program has ended.</summary>
    public string Store => _server.StoreDescription;

    /// <summary>Starts the server on the usual ports, or on free ones where those are taken.</summary>
    /// <param name="fileName">The file in the user's data folder that keeps the traces: <c>quickstart.db</c>.</param>
    /// <param name="collector">A collector on this machine: its port stays free, or the spans for it would come here.</param>
    /// <exception cref="StoreException">Neither the user's data folder nor a temporary one can hold the file.</exception>
    /// <exception cref="ListenException">There is no port to listen on.</exception>
    public static async Task<EmbeddedStore> StartAsync(string fileName, Uri? collector = null)
    {
        var notes = new List<string>(); // one a listener and one for the file
        var options = new OtelBridgeServerOptions
        {
            Store = "sqlite:" + Path.Combine(Path.GetDirectoryName(DefaultStore.Address["sqlite:".Length..]) ?? ".", fileName),
            Grpc = Choose(4317, "gRPC"),
            OtlpHttp = Choose(4318, "OTLP over HTTP"),
            Http = Choose(5000, "HTTP"),
        };
        return new EmbeddedStore(await StartAsync(options, fileName, notes), notes);

        ListenAddress Choose(int port, string listener)
        {
            var isCollectors = collector is { IsLoopback: true } && collector.Port == port;
            if (!isCollectors && IsFree(port))
            {
                return ListenAddress.Loopback(port);
            }

            notes.Add($"Port {port} is {(isCollectors ? "the collector's" : "taken")}; {listener} listens on a free one.");
            return ListenAddress.AnyLoopbackPort;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, string fileName, List<string> notes)
    {
        try
        {
            return await OtelBridgeServer.StartAsync(options);
        }
        catch (StoreException e)
        {
            // The same program may be running already, or the folder may not be writable.
            options.Store = "sqlite:" + Path.Combine(Directory.CreateTempSubdirectory("otelbridge-").FullName, fileName);
            notes.Add($"{e.Message} This run keeps its traces in a temporary file.");
        }
        catch (ListenException e)
        {
            // Somebody was faster than we after the check.
            options.Grpc = options.OtlpHttp = options.Http = ListenAddress.AnyLoopbackPort;
            notes.Add($"{e.Message} Free ports are used instead.");
        }

        return await OtelBridgeServer.StartAsync(options);
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
