using System.Net;
using OtelBridge.Configuration;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>Makes what is under a gRPC client, and under OTLP over HTTP: certificates, connections that stay, no redirects.</summary>
internal static class GrpcHandlers
{
    /// <param name="tls">Certificates.</param>
    /// <param name="usesProxy">Whether the proxy of the system is used, which passes HTTP/2 without TLS on to nobody.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a certificate cannot be read.</exception>
    public static SocketsHttpHandler Create(TlsSettings tls, bool usesProxy = false)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // names may come to mean other addresses
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = usesProxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, // a call made for telemetry must not become telemetry
        };
        TlsOptions.Apply(handler.SslOptions, tls);
        return handler;
    }
}
