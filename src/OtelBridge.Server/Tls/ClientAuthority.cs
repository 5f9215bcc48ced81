using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tls;

/// <summary>Whom a client's certificate has to be from.</summary>
internal static class ClientAuthority
{
    /// <exception cref="ListenException">No client could be let in by the file.</exception>
    public static X509ChainPolicy Read(byte[] file, string path, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // A stranger's certificate names addresses where more is to be had: nobody makes the server call them.
            DisableCertificateDownloads = true,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(file));
        }
        catch (CryptographicException e)
        {
            throw new ListenException($"The TLS client authority '{path}' is broken: {e.Message} It has to be PEM.", e);
        }

        var roots = policy.CustomTrustStore.Where(static c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).ToList();
        if (roots.Count == 0)
        {
            throw new ListenException(policy.CustomTrustStore.Count == 0
                ? $"The TLS client authority '{path}' holds no certificate (-----BEGIN CERTIFICATE-----); name the PEM file of the root that clients' certificates are signed under."
                : $"The TLS client authority '{path}' holds no root certificate, only ones that another signed; add that of the root.");
        }

        return roots.Any(root => now <= root.NotAfter)
            ? policy
            : throw new ListenException($"The TLS client authority '{path}' ({roots[0].Subject}) has expired, so that no client could come in; name a valid one.");
    }
}
