using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OtelBridge.TestSupport.Tls;

/// <summary>A certificate authority of one test.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _own;

    /// <param name="name">What it is called.</param>
    /// <param name="above">The one that signed it; itself when null.</param>
    public TestAuthority(string name = "Test authority", TestAuthority? above = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, above is not null, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        if (above is null)
        {
            _own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
            return;
        }

        using var signed = request.Create(above._own, DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(1), RandomNumberGenerator.GetBytes(8));
        _own = signed.CopyWithPrivateKey(key);
    }

    /// <summary>Its certificate, for those who are to trust it.</summary>
    public string Pem => _own.ExportCertificatePem();

    /// <summary>Its certificate without the key.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_own.RawData);

    /// <summary>A certificate for a host, with its key.</summary>
    /// <param name="host">An IP address or a name.</param>
    /// <param name="days">For how many days from now it is valid; negative for one that has ended.</param>
    /// <param name="extensions">What else it says.</param>
    public X509Certificate2 Issue(string host, int days = 90, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var signed = request.Create(_own, DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        // Kestrel wants a key that is stored with it.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose() => _own.Dispose();
}
