using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OtelBridge.Configuration;

namespace OtelBridge.Client.Transport;

/// <summary>Puts certificates into a connection.</summary>
internal static class TlsOptions
{
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a certificate cannot be read.</exception>
    public static void Apply(SslClientAuthenticationOptions options, TlsSettings settings)
    {
        if (settings.Insecure)
        {
            // Asked for by the user, in so many words.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (settings.CertificatePath is { } authorities)
        {
            options.CertificateChainPolicy = Trusting(authorities);
        }

        if (settings.ClientCertificatePath is { } own)
        {
            options.ClientCertificates = [Read(own, path => WithKey(path, settings.ClientKeyPath))];
        }
        else
        {
            options.LocalCertificateSelectionCallback = static (_, host, _, server, _) => None(host, server);
        }
    }

    // Asked first for a start, without the server's certificate, and again when the server wants one.
    private static X509Certificate None(string host, X509Certificate? server)
    {
        if (server is not null)
        {
            CertificateWishes.Note(host);
        }

        return null!;
    }

    private static X509Certificate2 WithKey(string path, string? keyPath)
    {
        var certificate = X509Certificate2.CreateFromPemFile(path, keyPath);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // TLS on Windows takes no key that lives in memory alone.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
        }
    }

    private static X509ChainPolicy Trusting(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        Read(path, file =>
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("no certificate is in it");
        });
        return policy;
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new MlflowException($"The certificate file '{path}' cannot be used: {e.Message} It has to be a PEM file; the key of a client's certificate is in the same file or one of its own.", MlflowErrorCode.InvalidParameterValue, e);
        }
    }
}
