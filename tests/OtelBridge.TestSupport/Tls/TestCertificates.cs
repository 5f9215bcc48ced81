using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OtelBridge.TestSupport.Tls;

/// <summary>An authority that nobody knows, certificates of servers that it signed, and one of a client; files in PEM that go with this.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=OtelBridge test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(1));
        Good = Sign("127.0.0.1", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Expired = Sign("127.0.0.1", DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-1));
        OtherHost = Sign("elsewhere.invalid", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthorityPath = Write("ca.pem", _authority.ExportCertificatePem());
        using var client = Sign("a client", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var clientKey = client.GetECDsaPrivateKey()!;
        ClientPath = Write("client.pem", client.ExportCertificatePem());
        ClientKeyPath = Write("client.key", clientKey.ExportPkcs8PrivateKeyPem());
        ClientWithKeyPath = Write("both.pem", $"{client.ExportCertificatePem()}\n{clientKey.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPath { get; }

    /// <summary>A client's certificate.</summary>
    public string ClientPath { get; }

    /// <summary>Its key.</summary>
    public string ClientKeyPath { get; }

    /// <summary>Both in one file.</summary>
    public string ClientWithKeyPath { get; }

    /// <summary>For 127.0.0.1 and localhost.</summary>
    public X509Certificate2 Good { get; }

    public X509Certificate2 Expired { get; }

    public X509Certificate2 OtherHost { get; }

    /// <summary>Options of a listener.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="wantsClient">Whether a client without a certificate of the authority is sent away.</param>
    public HttpsConnectionAdapterOptions Https(X509Certificate2 certificate, bool wantsClient = false) => new()
    {
        ServerCertificate = certificate,
        ClientCertificateMode = wantsClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate,
        ClientCertificateValidation = (client, _, _) => client.Issuer == _authority.Subject,
    };

    /// <summary>Another file beside them.</summary>
    public string Write(string name, string text)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        Good.Dispose();
        Expired.Dispose();
        OtherHost.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    private X509Certificate2 Sign(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
            names.AddDnsName("localhost");
        }
        else
        {
            names.AddDnsName(name.Replace(' ', '-'));
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, from, to, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        // By way of a file's form: TLS on Windows takes no key that lives in memory alone.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
