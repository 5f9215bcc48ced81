using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OtelBridge.Server.Configuration;

namespace OtelBridge.TestSupport.Tls;

/// <summary>What the operator of a server with TLS has in files, and what its clients have: an authority, certificates of the server and of a client, and a stranger's.</summary>
public sealed class ServerTlsFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServerTlsFiles()
    {
        AuthorityPath = Write("ca.pem", Authority.Pem);
        StrangerPath = Write("stranger.pem", Stranger.Pem);
        Renew();
        ClientPath = Write("client.pem", WithKey(Authority));
        StrangeClientPath = Write("strange-client.pem", WithKey(Stranger));
    }

    public TestAuthority Authority { get; } = new();

    /// <summary>An authority that nobody here trusts.</summary>
    public TestAuthority Stranger { get; } = new("Stranger");

    public string AuthorityPath { get; }

    public string StrangerPath { get; }

    /// <summary>The server's certificate, for 127.0.0.1.</summary>
    public string CertificatePath => File("tls.crt");

    /// <summary>Its key.</summary>
    public string KeyPath => File("tls.key");

    /// <summary>A client's certificate with its key.</summary>
    public string ClientPath { get; }

    /// <summary>One that the stranger signed.</summary>
    public string StrangeClientPath { get; }

    /// <summary>The key of a certificate, PEM.</summary>
    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A certificate and its key in one text.</summary>
    public static string WithKey(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}\n";

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    /// <summary>Puts another certificate of the authority, or of another one, into the server's files.</summary>
    /// <returns>Its fingerprint.</returns>
    public string Renew(TestAuthority? by = null)
    {
        using var certificate = (by ?? Authority).Issue("127.0.0.1");
        Write("tls.key", KeyOf(certificate));
        Write("tls.crt", certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    /// <summary>Settings of a server that looks at the files with every handshake.</summary>
    /// <param name="asksClients">Whether clients need a certificate of the authority.</param>
    /// <param name="scope">Where.</param>
    public OtelBridgeServerTls Settings(bool asksClients = false, TlsClientScope scope = TlsClientScope.Ingest) => new()
    {
        Certificate = CertificatePath,
        Key = KeyPath,
        ClientCa = asksClients ? AuthorityPath : null,
        ClientScope = scope,
        ReloadInterval = TimeSpan.Zero,
    };

    /// <summary>What a client that trusts the authority is made of.</summary>
    /// <param name="certificatePath">The client's certificate with its key; null for none.</param>
    public SslClientAuthenticationOptions Client(string? certificatePath = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Authority.Certificate);
        return new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = policy,
            ClientCertificates = certificatePath is null ? null : [X509Certificate2.CreateFromPemFile(certificatePath)],
        };
    }

    /// <summary>The same for a client of HTTP.</summary>
    public SocketsHttpHandler Handler(string? certificatePath = null) => new() { SslOptions = Client(certificatePath), UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(20) };

    public void Dispose()
    {
        Authority.Dispose();
        Stranger.Dispose();
        _folder.Dispose();
    }

    private static string WithKey(TestAuthority authority)
    {
        using var certificate = authority.Issue("a-client");
        return WithKey(certificate);
    }
}
