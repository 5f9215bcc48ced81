using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tls;

/// <summary>What handshakes are made with: the server's certificate with those above it, and whom clients' certificates have to be from.</summary>
/// <param name="Certificate">The certificate and the ones between it and its root.</param>
/// <param name="Clients">How a client's certificate is judged; null when none is asked for.</param>
/// <param name="Subject">Whom the certificate is for, for people.</param>
/// <param name="NotAfter">When it ends.</param>
/// <param name="Fingerprint">The content of the files that it is from.</param>
/// <remarks>Never disposed: a handshake that began with it may still need it. Files change some times a year; the collector takes what is left.</remarks>
internal sealed record TlsMaterial(SslStreamCertificateContext Certificate, X509ChainPolicy? Clients, string Subject, DateTimeOffset NotAfter, string Fingerprint)
{
    /// <exception cref="ListenException">The files cannot be used; the message says what to do.</exception>
    public static TlsMaterial Load(OtelBridgeServerTls settings, TlsFiles files, DateTimeOffset now)
    {
        var (own, above) = ServerCertificateReader.Read(settings, files);
        ServerCertificateReader.Check(own, settings.Certificate, now);

        // Offline: what the certificate says of addresses is not asked at the start of a server.
        var context = SslStreamCertificateContext.Create(own, above, offline: true);
        var clients = files.ClientCa is { } authority ? ClientAuthority.Read(authority, settings.ClientCa!, now) : null;
        return new TlsMaterial(context, clients, own.Subject, own.NotAfter, files.Fingerprint);
    }
}
