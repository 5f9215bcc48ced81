using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tls;

/// <summary>Reads the server's certificate with its key, from PEM or PKCS #12, and says what is wrong with it.</summary>
internal static class ServerCertificateReader
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string PemMark = "-----BEGIN ";

    /// <summary>The certificate with its key, and the others of the file.</summary>
    /// <exception cref="ListenException">The file is of no form that is known, the key is missing or another's, or the password is wrong.</exception>
    public static (X509Certificate2 Own, X509Certificate2Collection Above) Read(OtelBridgeServerTls settings, TlsFiles files)
    {
        var text = Encoding.UTF8.GetString(files.Certificate);
        return text.Contains(PemMark, StringComparison.Ordinal) ? ReadPem(settings, text, files.Key) : ReadPkcs12(settings, files.Certificate);
    }

    /// <exception cref="ListenException">Clients would refuse the certificate.</exception>
    public static void Check(X509Certificate2 certificate, string path, DateTimeOffset now)
    {
        if (now > certificate.NotAfter)
        {
            throw new ListenException($"The TLS certificate '{path}' ({certificate.Subject}) was valid until {Text(certificate.NotAfter)}; renew it, or set the clock of this machine.");
        }

        if (now < certificate.NotBefore)
        {
            throw new ListenException($"The TLS certificate '{path}' ({certificate.Subject}) is valid from {Text(certificate.NotBefore)} only; use one that is valid now, or set the clock of this machine.");
        }

        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(static usage => usage.EnhancedKeyUsages.Cast<Oid>()).Select(static purpose => purpose.Value).ToList();
        if (purposes.Count > 0 && !purposes.Contains(ServerAuthentication))
        {
            throw new ListenException($"The TLS certificate '{path}' ({certificate.Subject}) is not one for servers: its extended key usage does not name server authentication. Have it made out for that.");
        }
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Above) ReadPem(OtelBridgeServerTls settings, string text, byte[]? keyFile)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new ListenException($"The TLS certificate '{settings.Certificate}' is broken: {e.Message} It has to be PEM with the server's certificate first.", e);
        }

        if (all.Count == 0)
        {
            throw new ListenException($"The TLS certificate '{settings.Certificate}' holds no certificate (-----BEGIN CERTIFICATE-----). Name the file of the certificate here, and that of the key by --tls-key.");
        }

        var keyText = keyFile is null ? text : Encoding.UTF8.GetString(keyFile);
        using var certificate = WithKey(settings, all[0], text, keyText);
        all.RemoveAt(0);

        // By way of PKCS #12: TLS on Windows takes no key that lives in memory alone.
        return (X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), all);
    }

    private static X509Certificate2 WithKey(OtelBridgeServerTls settings, X509Certificate2 own, string text, string keyText)
    {
        var path = settings.Key ?? settings.Certificate;
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new ListenException(settings.Key is null
                ? $"The TLS certificate '{path}' holds no key, and no file of one is named: name it by --tls-key."
                : $"The TLS key '{path}' holds no key (-----BEGIN PRIVATE KEY-----); name the file of the certificate's key.");
        }

        var isEncrypted = keyText.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(settings.Password))
        {
            throw new ListenException($"The TLS key '{path}' is encrypted; give its password as {EnvironmentKeys.TlsPassword}.");
        }

        if (keyText.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new ListenException($"The TLS key '{path}' is encrypted in a form of old that is not read here; write it anew: openssl pkcs8 -topk8 -in KEY -out NEWKEY.");
        }

        try
        {
            return isEncrypted ? X509Certificate2.CreateFromEncryptedPem(text, keyText, settings.Password) : X509Certificate2.CreateFromPem(text, keyText);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ListenException(
                $"The TLS key '{path}' does not belong to the certificate '{settings.Certificate}' ({own.Subject}), {(isEncrypted ? "or its password is another" : "or is broken")}: {e.Message} "
                + "Use the key that the certificate was made with; the server's own certificate is the first of its file.",
                e);
        }
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Above) ReadPkcs12(OtelBridgeServerTls settings, byte[] bytes)
    {
        if (settings.Key is not null)
        {
            throw new ListenException($"The TLS certificate '{settings.Certificate}' is not PEM, and only PEM has its key in another file; name a PEM file, or leave --tls-key out.");
        }

        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, settings.Password);
        }
        catch (CryptographicException e)
        {
            throw new ListenException(
                $"The TLS certificate '{settings.Certificate}' cannot be opened: {e.Message} It has to be PEM (-----BEGIN CERTIFICATE-----) or PKCS #12 (.pfx, .p12), "
                + $"whose password is given as {EnvironmentKeys.TlsPassword}.",
                e);
        }

        var own = all.FirstOrDefault(static certificate => certificate.HasPrivateKey)
            ?? throw new ListenException($"The TLS certificate '{settings.Certificate}' holds no key; export it together with its key.");
        all.Remove(own);
        return (own, all);
    }

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
