using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Tls;

/// <summary>Who is let in where clients need a certificate.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private static readonly string[] TakingSpans = ["grpc", "otlp-http", "zipkin"];

    private readonly ServerTlsFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(TlsClientScope.Ingest)]
    [InlineData(TlsClientScope.All)]
    public async Task Client_IsLetInByACertificateOfTheAuthorityAlone(TlsClientScope scope)
    {
        using var expired = _files.Authority.Issue("a-client", days: -1);
        await using var server = await TlsServer.StartAsync(_files, _files.Settings(asksClients: true, scope), _files.ClientPath);

        foreach (var listener in TlsServer.Listeners)
        {
            var asks = scope == TlsClientScope.All || TakingSpans.Contains(listener);
            (await IsLetInAsync(server, listener, _files.ClientPath)).ShouldBeTrue(listener);
            (await IsLetInAsync(server, listener, null)).ShouldBe(!asks, $"{listener} without one");
            (await IsLetInAsync(server, listener, _files.StrangeClientPath)).ShouldBe(!asks, $"{listener} with a stranger's");
            (await IsLetInAsync(server, listener, _files.Write("expired.pem", ServerTlsFiles.WithKey(expired)))).ShouldBe(!asks, $"{listener} with an expired one");
        }

        (await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)))).PartialSuccess.ShouldBeNull();
    }

    [Fact]
    public async Task Client_WhoseAuthorityIsExchanged_IsLetInNoMore()
    {
        await using var server = await TlsServer.StartAsync(_files, _files.Settings(asksClients: true), _files.ClientPath);
        (await IsLetInAsync(server, "otlp-http", _files.ClientPath)).ShouldBeTrue();

        _files.Write("ca.pem", _files.Stranger.Pem);

        (await IsLetInAsync(server, "otlp-http", _files.ClientPath)).ShouldBeFalse();
        (await IsLetInAsync(server, "otlp-http", _files.StrangeClientPath)).ShouldBeTrue();
    }

    [Fact]
    public async Task Client_OfAnIntermediateAuthority_IsLetInWhenItSendsThat()
    {
        using var between = new TestAuthority("Between", _files.Authority);
        using var certificate = between.Issue("a-client");
        await using var server = await TlsServer.StartAsync(_files, _files.Settings(asksClients: true), _files.ClientPath);
        var options = _files.Client();
        options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [between.Certificate], offline: true);

        (await IsAnsweredAsync(server, "otlp-http", options)).ShouldBeTrue();
    }

    [Fact]
    public async Task AddressesInAStrangersCertificate_AreNotCalled()
    {
        var called = 0;
        await using var elsewhere = await LoopbackHttpServer.StartAsync(
            _ =>
            {
                Interlocked.Increment(ref called);
                return Task.CompletedTask;
            },
            HttpProtocols.Http1);
        using var certificate = _files.Stranger.Issue("a-client", extensions: IssuerAt(new Uri(elsewhere.Address, "/issuer.cer")));
        await using var server = await TlsServer.StartAsync(_files, _files.Settings(asksClients: true), _files.ClientPath);

        var options = _files.Client();
        options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [], offline: true); // nor is the client to call them

        var isLetIn = await IsAnsweredAsync(server, "grpc", options);

        isLetIn.ShouldBeFalse();
        called.ShouldBe(0);
    }

    // Authority information access (RFC 5280, 4.2.2.1): where the issuer's certificate is to be had.
    private static X509Extension IssuerAt(Uri address)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.2");
            writer.WriteCharacterString(UniversalTagNumber.IA5String, address.AbsoluteUri, new Asn1Tag(TagClass.ContextSpecific, 6));
        }

        return new X509Extension("1.3.6.1.5.5.7.1.1", writer.Encode(), critical: false);
    }

    private Task<bool> IsLetInAsync(ServerUnderTest server, string listener, string? certificatePath) => IsAnsweredAsync(server, listener, _files.Client(certificatePath));

    // With TLS 1.3 a client takes the handshake for done before the server has looked at its certificate: only an answer tells.
    private static async Task<bool> IsAnsweredAsync(ServerUnderTest server, string listener, SslClientAuthenticationOptions options)
    {
        options.ApplicationProtocols = [listener == "grpc" ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11];
        try
        {
            await using var stream = await TlsServer.ShakeHandsAsync(TlsServer.AddressOf(server, listener), options);
            await stream.WriteAsync(listener == "grpc"
                ? Convert.FromHexString("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a000000040000000000") // preface and empty settings
                : Encoding.ASCII.GetBytes($"GET {TlsServer.PathOf(listener)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            var answer = new byte[9];
            await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TlsServer.Patience);
            return listener == "grpc" ? answer[3] == 4 : Encoding.ASCII.GetString(answer) == "HTTP/1.1 "; // the server's settings
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
