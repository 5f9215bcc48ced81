using System.Net;
using OtelBridge.Configuration;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Makes what is under the HTTP client of an MLflow server: certificates, proxy, no redirects.</summary>
internal static class RestHandlers
{
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a certificate cannot be read.</exception>
    public static SocketsHttpHandler Create(RestSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // Credentials go to the address that they were given for, and to no other.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // names may come to mean other addresses
            ActivityHeadersPropagator = null, // a call made for telemetry must not become telemetry
        };
        TlsOptions.Apply(handler.SslOptions, settings.Tls);
        return handler;
    }
}
