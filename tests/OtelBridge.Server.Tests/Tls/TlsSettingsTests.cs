using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Tls;

/// <summary>Files of TLS that are taken, and what is said of those that are not.</summary>
public sealed class TlsSettingsTests : IDisposable
{
    private const string Password = "a pass word";

    private readonly ServerTlsFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("two files")]
    [InlineData("one file")]
    [InlineData("encrypted key")]
    [InlineData("pkcs12")]
    [InlineData("pkcs12 without a password")]
    [InlineData("chain")]
    [InlineData("chain in pkcs12")]
    public async Task Certificate_InEveryForm_IsServed(string form)
    {
        using var between = new TestAuthority("Between", _files.Authority);
        using var certificate = (form.StartsWith("chain", StringComparison.Ordinal) ? between : _files.Authority).Issue("127.0.0.1");
        using var key = certificate.GetECDsaPrivateKey()!;
        var own = certificate.ExportCertificatePem();
        var settings = form switch
        {
            "two files" => Settings(_files.Write("a.crt", own), _files.Write("a.key", ServerTlsFiles.KeyOf(certificate))),
            "one file" => Settings(_files.Write("a.pem", ServerTlsFiles.WithKey(certificate))),
            "encrypted key" => Settings(
                _files.Write("a.crt", own),
                _files.Write("a.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))),
                Password),
            "pkcs12" => Settings(Pkcs12([certificate], Password), password: Password),
            "pkcs12 without a password" => Settings(Pkcs12([certificate], null)),
            "chain" => Settings(_files.Write("a.pem", $"{own}\n{between.Pem}\n{ServerTlsFiles.KeyOf(certificate)}\n")),
            _ => Settings(Pkcs12([between.Certificate, certificate], Password), password: Password),
        };
        await using var server = await TlsServer.StartAsync(_files, settings);

        await using var stream = await TlsServer.ShakeHandsAsync(server.HttpAddress, _files.Client());

        ((X509Certificate2)stream.RemoteCertificate!).Thumbprint.ShouldBe(certificate.Thumbprint);
    }

    [Theory]
    [InlineData("no certificate file", "does not exist")]
    [InlineData("a folder", "cannot be read")]
    [InlineData("a large file", "larger than 1024 KiB")]
    [InlineData("no key", "name it by --tls-key")]
    [InlineData("no key file", "tls.nokey' does not exist")]
    [InlineData("a key file without a key", "holds no key (-----BEGIN PRIVATE KEY-----)")]
    [InlineData("a certificate file without a certificate", "Name the file of the certificate here")]
    [InlineData("another's key", "does not belong to the certificate")]
    [InlineData("an encrypted key, no password", "give its password as OTELBRIDGE_TLS_PASSWORD")]
    [InlineData("an encrypted key, another password", "or its password is another")]
    [InlineData("half a certificate", "is broken")]
    [InlineData("pkcs12, another password", "whose password is given as OTELBRIDGE_TLS_PASSWORD")]
    [InlineData("pkcs12 without a key", "holds no key; export it together with its key")]
    [InlineData("pkcs12 and a key", "leave --tls-key out")]
    [InlineData("no certificate at all", "It has to be PEM")]
    [InlineData("expired", "renew it, or set the clock")]
    [InlineData("for clients", "is not one for servers")]
    [InlineData("no client authority", "ca.none' does not exist")]
    [InlineData("an empty client authority", "holds no certificate")]
    [InlineData("a client authority without its root", "add that of the root")]
    public async Task Files_ThatCannotBeUsed_StopTheStartBeforeTheStoreIsTouched(string fault, string says)
    {
        using var folder = new TemporaryFolder();
        var options = new OtelBridgeServerOptions
        {
            Store = $"sqlite:{folder.File("a.db")}", Grpc = ListenAddress.AnyLoopbackPort, OtlpHttp = null, Http = null, Tls = Faulty(fault),
        };

        var error = await Should.ThrowAsync<ListenException>(OtelBridgeServer.StartAsync(options));

        error.Message.ShouldStartWith("The TLS ");
        error.Message.ShouldContain(says);
        error.Message.ShouldNotContain(Password);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    private OtelBridgeServerTls Faulty(string fault)
    {
        using var other = _files.Authority.Issue("127.0.0.1");
        using var key = other.GetECDsaPrivateKey()!;
        using var between = new TestAuthority("Between", _files.Authority);
        var (certificate, keyPath) = (_files.CertificatePath, _files.KeyPath);
        var encrypted = _files.Write("encrypted.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        var otherPath = _files.Write("other.crt", other.ExportCertificatePem());
        return fault switch
        {
            "no certificate file" => Settings(_files.File("tls.none"), keyPath),
            "a folder" => Settings(Path.GetDirectoryName(certificate)!, keyPath),
            "a large file" => Settings(_files.Write("large", new string('x', 1024 * 1024 + 1))),
            "no key" => Settings(certificate),
            "no key file" => Settings(certificate, _files.File("tls.nokey")),
            "a key file without a key" => Settings(certificate, certificate),
            "a certificate file without a certificate" => Settings(keyPath, keyPath),
            "another's key" => Settings(certificate, _files.Write("other.key", ServerTlsFiles.KeyOf(other))),
            "an encrypted key, no password" => Settings(otherPath, encrypted),
            "an encrypted key, another password" => Settings(otherPath, encrypted, "wrong"),
            "half a certificate" => Settings(_files.Write("half.crt", Half(other.ExportCertificatePem())), keyPath),
            "pkcs12, another password" => Settings(Pkcs12([other], Password), password: "wrong"),
            "pkcs12 without a key" => Settings(Pkcs12([_files.Authority.Certificate], Password), password: Password),
            "pkcs12 and a key" => Settings(Pkcs12([other], Password), keyPath, Password),
            "no certificate at all" => Settings(_files.Write("nothing", "nothing"), password: Password),
            "expired" => Settings(Issued(days: -1)),
            "for clients" => Settings(Issued(extensions: new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false))),
            "no client authority" => Settings(certificate, keyPath, clientCa: _files.File("ca.none")),
            "an empty client authority" => Settings(certificate, keyPath, clientCa: _files.Write("empty.pem", "")),
            _ => Settings(certificate, keyPath, clientCa: _files.Write("between.pem", between.Pem)),
        };
    }

    private string Issued(int days = 90, params X509Extension[] extensions)
    {
        using var certificate = _files.Authority.Issue("127.0.0.1", days, extensions);
        return _files.Write("issued.pem", ServerTlsFiles.WithKey(certificate));
    }

    private string Pkcs12(X509Certificate2Collection certificates, string? password)
    {
        File.WriteAllBytes(_files.File("a.pfx"), certificates.Export(X509ContentType.Pkcs12, password)!);
        return _files.File("a.pfx");
    }

    private static OtelBridgeServerTls Settings(string certificate, string? key = null, string? password = null, string? clientCa = null) =>
        new() { Certificate = certificate, Key = key, Password = password, ClientCa = clientCa };

    // The frame whole, the content not.
    private static string Half(string pem)
    {
        var lines = pem.Split('\n');
        return string.Join('\n', [.. lines[..(lines.Length / 2)], lines[^1]]);
    }
}
