using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        if (settings.InsecureTls)
        {
            // Asked for by the user, in so many words.
#pragma warning disable CA5359
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (settings.ServerCertPath is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = Trusting(authorities);
        }

        if (settings.ClientCertPath is { } own)
        {
            handler.SslOptions.ClientCertificates = [Read(own, EnvironmentKeys.TrackingClientCertPath, static path => X509Certificate2.CreateFromPemFile(path))];
        }

        return handler;
    }

    private static X509ChainPolicy Trusting(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        Read(path, EnvironmentKeys.TrackingServerCertPath, file =>
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("no certificate is in it");
        });
        return policy;
    }

    private static T Read<T>(string path, string variable, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new MlflowException($"The file '{path}' of {variable} cannot be used: {e.Message}", MlflowErrorCode.InvalidParameterValue, e);
        }
    }
}
