using System.Net.Security;
using System.Net.Sockets;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Tls;

/// <summary>A server with all five listeners and TLS, and what a client does there.</summary>
internal static class TlsServer
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly string[] Listeners = ["grpc", "otlp-http", "http", "jaeger", "zipkin"];

    public static Task<ServerUnderTest> StartAsync(ServerTlsFiles files, OtelBridgeServerTls? tls = null, string? clientPath = null, Action<OtelBridgeServerOptions>? configure = null) => ServerUnderTest.StartAsync(
        options =>
        {
            options.Tls = tls ?? files.Settings();
            options.Jaeger = ListenAddress.AnyLoopbackPort;
            options.Zipkin = ListenAddress.AnyLoopbackPort;
            configure?.Invoke(options);
        },
        handler: () => files.Handler(clientPath));

    public static Uri AddressOf(ServerUnderTest server, string listener) => listener switch
    {
        "grpc" => server.GrpcAddress,
        "otlp-http" => server.OtlpHttpAddress,
        "http" => server.HttpAddress,
        "jaeger" => server.Server.JaegerAddress!,
        _ => server.Server.ZipkinAddress!,
    };

    /// <summary>A path that is answered with 200 there, without a body; nothing for gRPC, which has none.</summary>
    public static string PathOf(string listener) => listener switch
    {
        "jaeger" => "/api/v3/services",
        "zipkin" => "/api/v2/services",
        _ => "/health",
    };

    public static async Task<TcpClient> ConnectAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port).WaitAsync(Patience);
        return client;
    }

    /// <summary>A connection after its handshake; whoever disposes it closes it.</summary>
    public static async Task<SslStream> ShakeHandsAsync(Uri address, SslClientAuthenticationOptions options)
    {
        var client = await ConnectAsync(address);
        var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(options).WaitAsync(Patience);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
