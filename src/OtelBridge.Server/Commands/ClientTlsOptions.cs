using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OtelBridge.Server.Commands;

/// <summary>The options that say whom a command trusts, and as whom it appears, where it speaks TLS to a server.</summary>
internal sealed class ClientTlsOptions
{
    private readonly Option<string?> _certificate = new("--certificate") { HelpName = "FILE", Description = "The authorities that the server's certificate may be signed by, PEM. [default: those of the system]" };

    private readonly Option<string?> _clientCertificate = new("--client-certificate") { HelpName = "FILE", Description = "A certificate of the client, PEM." };

    private readonly Option<string?> _clientKey = new("--client-key") { HelpName = "FILE", Description = "Its key, PEM. [default: in the same file]" };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option<string?>> All => [_certificate, _clientCertificate, _clientKey];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is to be done to a connection. It throws a <see cref="UsageException"/> when a file cannot be used.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="authorities">The file of the authorities when no option names one.</param>
    /// <param name="client">The file of the client's certificate with its key when no option names one.</param>
    public Action<SslClientAuthenticationOptions> Read(ParseResult parsed, string? authorities = null, string? client = null)
    {
        var certificate = parsed.GetValue(_clientCertificate);
        var key = parsed.GetValue(_clientKey);
        return key is not null && certificate is null
            ? throw new UsageException("--client-key belongs to --client-certificate, which is missing.")
            : options => Apply(options, parsed.GetValue(_certificate) ?? authorities, certificate ?? client, key);
    }

    private static void Apply(SslClientAuthenticationOptions options, string? authorities, string? certificate, string? key)
    {
        if (authorities is not null)
        {
            options.CertificateChainPolicy = Use(authorities, static path =>
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(path);
                return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("No certificate is in it.");
            });
        }

        if (certificate is not null)
        {
            options.ClientCertificates = [Use(certificate, path => WithKey(path, key))];
        }
    }

    // By way of PKCS #12: TLS on Windows takes no key that lives in memory alone.
    private static X509Certificate2 WithKey(string path, string? key)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(path, key);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static T Use<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UsageException($"A certificate file cannot be used: '{path}': {e.Message}");
        }
    }
}
