using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Tls;

/// <summary>TLS of every listener, on the wire.</summary>
public sealed class TlsListenersTests
{
    // A greeting of TLS 1.1 with two ciphers of its time.
    private const string OldGreeting = "160301002f 0100002b 0302 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c014 0035 01 00";

    [Fact]
    public async Task EveryListener_AnswersOverTls_AndSaysSo()
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files);
        using var http = new HttpClient(files.Handler());

        var stored = await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        foreach (var listener in TlsServer.Listeners)
        {
            var address = TlsServer.AddressOf(server, listener);
            address.Scheme.ShouldBe("https", listener);
            if (listener != "grpc")
            {
                using var answer = await http.GetAsync(new Uri(address, TlsServer.PathOf(listener)));
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, listener);
            }
        }

        stored.PartialSuccess.ShouldBeNull();
        server.Log.ShouldContain(static entry => entry.EventId == 1101 && entry.Message.Contains("CN=127.0.0.1"));
    }

    [Theory]
    [InlineData("grpc", "h2")]
    [InlineData("otlp-http", "http/1.1")]
    [InlineData("http", "http/1.1")]
    [InlineData("jaeger", "http/1.1")]
    [InlineData("zipkin", "http/1.1")]
    public async Task Handshake_OfTls12And13_AgreesOnTheProtocolOfTheListener(string listener, string protocol)
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files);

        foreach (var version in (SslProtocols[])[SslProtocols.Tls12, SslProtocols.Tls13])
        {
            var options = files.Client();
            options.EnabledSslProtocols = version;
            options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
            await using var stream = await TlsServer.ShakeHandsAsync(TlsServer.AddressOf(server, listener), options);

            stream.SslProtocol.ShouldBe(version);
            stream.NegotiatedApplicationProtocol.ToString().ShouldBe(protocol);
        }
    }

    [Theory]
    [InlineData(OldGreeting)]
    [InlineData("474554202f6865616c746820485454502f312e310d0a486f73743a20780d0a0d0a")] // GET /health, without TLS
    [InlineData("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a000000040000000000")] // the preface of HTTP/2, without TLS
    public async Task WhatIsNotTls12Or13_IsNotSpokenWith(string greeting)
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files);

        foreach (var listener in TlsServer.Listeners)
        {
            using var client = await TlsServer.ConnectAsync(TlsServer.AddressOf(server, listener));
            await client.GetStream().WriteAsync(Convert.FromHexString(greeting.Replace(" ", "")));
            var answer = await ReadToEndAsync(client);

            // Nothing, or an alert of TLS (type 21).
            (answer.Length == 0 || answer[0] == 21).ShouldBeTrue($"{listener}: {Convert.ToHexString(answer)}");
        }
    }

    private static async Task<byte[]> ReadToEndAsync(TcpClient client)
    {
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer).WaitAsync(TlsServer.Patience);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return answer.ToArray();
    }
}
