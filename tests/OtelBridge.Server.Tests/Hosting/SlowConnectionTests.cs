using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Tests.Tls;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>Connections that cost their sender nothing and are meant to cost the server everything.</summary>
public sealed class SlowConnectionTests
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    [Fact]
    public async Task ConnectionsThatSayNothingOrTrickle_AreClosedOnEveryListener()
    {
        await using var server = await StartAsync(Impatient);
        var ends = new List<Task>();
        foreach (var listener in TlsServer.Listeners)
        {
            var address = TlsServer.AddressOf(server, listener);
            var path = TlsServer.PathOf(listener);
            ends.Add(EndsAsync(address, $"{listener}: nothing", ""));
            if (listener == "grpc")
            {
                ends.Add(EndsAsync(address, "half a preface", Preface[..10]));
                ends.Add(EndsAsync(address, "a preface and no more", Preface));
                ends.Add(EndsAsync(address, "headers without an end", Preface + "\0\0\0\u0004\0\0\0\0\0" + "\0\0\u0001\u0001\0\0\0\0\u0001\u0083"));
                continue;
            }

            ends.Add(EndsAsync(address, $"{listener}: half a line", "GE"));
            ends.Add(EndsAsync(address, $"{listener}: a header that trickles", $"GET {path} HTTP/1.1\r\nHost: x\r\nX-Long: ", drop: "x"));
            ends.Add(EndsAsync(address, $"{listener}: headers that trickle", $"GET {path} HTTP/1.1\r\nHost: x\r\n", drop: "a: b\r\n"));
        }

        await Task.WhenAll(ends);

        (await server.OtlpHttp.GetStringAsync("/health")).ShouldBe("OK");
    }

    [Fact]
    public async Task BodiesThatNeverBecomeWhole_AreGivenUp_AndHoldNothing()
    {
        await using var server = await StartAsync(Impatient);
        (string Listener, string Path, string Type)[] cases =
        [
            ("otlp-http", "/v1/traces", "application/json"),
            ("otlp-http", "/v1/traces", "application/x-protobuf"),
            ("http", "/v1/traces", "application/json"),
            ("http", "/api/2.0/mlflow/experiments/create", "application/json"),
            ("jaeger", "/api/v3/traces", "application/json"),
            ("zipkin", "/api/v2/spans", "application/json"),
        ];

        await Task.WhenAll(cases.Select(async one =>
        {
            using var client = await TlsServer.ConnectAsync(TlsServer.AddressOf(server, one.Listener));
            await SendMostOfAsync(client, one.Path, one.Type, "");
            var answer = new byte[12];
            await client.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TlsServer.Patience);

            Encoding.Latin1.GetString(answer).ShouldBe("HTTP/1.1 408", $"{one}");
        }));

        (await server.Http.GetStringAsync("/metrics")).ShouldContain("\notelbridge_request_bytes_in_flight 0\n");
    }

    [Fact]
    public async Task FormThatNeverBecomesWhole_IsGivenUp()
    {
        await using var server = await StartAsync(Impatient);
        using var client = await TlsServer.ConnectAsync(server.HttpAddress);
        await SendMostOfAsync(client, "/theme", "application/x-www-form-urlencoded", "theme=");

        var answer = await ReadToEndAsync(client.GetStream());

        answer.ShouldBeEmpty();
    }

    [Fact]
    public async Task CallThatNeverBecomesWhole_IsGivenUp_AndHoldsNothing()
    {
        await using var server = await StartAsync(Impatient);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.GrpcAddress, TraceServiceMethods.Export.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StalledContent([0, 0, 15, 0, 0, .. new byte[500_000]]) { Headers = { ContentType = new(GrpcHeaders.ContentType) } },
        };

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TlsServer.Patience);

        answer.Headers.GetValues("grpc-status").Single().ShouldBe("4");
        answer.Headers.GetValues("grpc-message").Single().ShouldContain("did not come in within 0.5 s");
        (await server.Http.GetStringAsync("/metrics")).ShouldContain("\notelbridge_request_bytes_in_flight 0\n");
    }

    [Fact]
    public async Task AnswersThatNobodyReads_AreGivenUp()
    {
        await using var server = await StartAsync(static limits =>
        {
            limits.MinDataRate = 1_000_000_000;
            limits.DataRateGracePeriod = TimeSpan.FromSeconds(1.1);
        });
        using var client = await TlsServer.ConnectAsync(server.HttpAddress);
        client.Client.ReceiveBufferSize = 4096;
        var page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 20_000)));

        // Until the line is reset, which the writer hears of.
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (true)
            {
                await client.GetStream().WriteAsync(page);
            }
        }).WaitAsync(TlsServer.Patience);

        (await server.OtlpHttp.GetStringAsync("/health")).ShouldBe("OK");
    }

    [Fact]
    public async Task HandshakesThatNeverEnd_AreClosedOnEveryListener()
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files, configure: static options => options.Limits.HandshakeTimeout = TimeSpan.FromSeconds(3));
        var ends = new List<Task>();
        foreach (var listener in TlsServer.Listeners)
        {
            ends.Add(EndsAsync(TlsServer.AddressOf(server, listener), $"{listener}: nothing", ""));
            ends.Add(EndsAsync(TlsServer.AddressOf(server, listener), $"{listener}: a greeting that trickles", "\u0016\u0003\u0001\u0002\0\u0001", drop: "\u0001"));
        }

        await Task.WhenAll(ends);

        (await server.OtlpHttp.GetStringAsync("/health")).ShouldBe("OK");
    }

    [Fact]
    public async Task ConnectionsAfterTheHandshakeThatSayNothing_AreClosedOnEveryListener()
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files, configure: static options => Impatient(options.Limits));

        await Task.WhenAll(TlsServer.Listeners.Select(async listener =>
        {
            var options = files.Client();
            options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
            await using var stream = await TlsServer.ShakeHandsAsync(TlsServer.AddressOf(server, listener), options);
            await ReadToEndAsync(stream);
        }));
    }

    [Fact]
    public async Task ConnectionsBeyondTheLimit_AreClosed_OnTheirListenerAlone()
    {
        const int Limit = 3;
        await using var server = await StartAsync(static limits => limits.MaxConnections = Limit);
        var idle = new List<TcpClient>();
        for (var i = 0; i < Limit; i++)
        {
            // An answer shows that it is counted.
            idle.Add(await TlsServer.ConnectAsync(server.OtlpHttpAddress));
            await idle[i].GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await idle[i].GetStream().ReadExactlyAsync(new byte[8]).AsTask().WaitAsync(TlsServer.Patience);
        }

        (await AnswersAsync(server.OtlpHttpAddress)).ShouldBeFalse();
        (await server.Http.GetStringAsync("/health")).ShouldBe("OK");
        (await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)))).PartialSuccess.ShouldBeNull();

        server.Log.Count(static entry => entry.EventId == 1104 && entry.Message.Contains("otlp-http has 3 connections")).ShouldBe(1);
        server.Log.ShouldNotContain(static entry => entry.Category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal), "closed before Kestrel, which has made all that one needs, has it");

        idle.ForEach(static client => client.Dispose());
        while (!await AnswersAsync(server.OtlpHttpAddress))
        {
            // The server hears of the ends one by one.
        }
    }

    private static void Impatient(OtelBridgeServerLimits limits)
    {
        limits.HeadersTimeout = TimeSpan.FromMilliseconds(500);
        limits.IdleTimeout = TimeSpan.FromMilliseconds(500);
        limits.ReceiveTimeout = TimeSpan.FromMilliseconds(500);
        limits.DataRateGracePeriod = TimeSpan.FromSeconds(1.1);
    }

    private static Task<ServerUnderTest> StartAsync(Action<OtelBridgeServerLimits> limits) => ServerUnderTest.StartAsync(options =>
    {
        options.Jaeger = ListenAddress.AnyLoopbackPort;
        options.Zipkin = ListenAddress.AnyLoopbackPort;
        limits(options.Limits);
    });

    // Most of it at once: on the average of its time, such a sender is a fast one.
    private static Task SendMostOfAsync(TcpClient client, string path, string type, string beginning) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {type}\r\nContent-Length: 1000000\r\n\r\n{beginning}{new string(' ', 900_000)}")).AsTask();

    private static async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var client = await TlsServer.ConnectAsync(address);
            await client.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
            return (await ReadToEndAsync(client.GetStream())).Length > 0;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false; // closed before it was looked at, or while it was written to
        }
    }

    // Sends a beginning, then a drop now and then, and waits for the server to end it.
    private static async Task EndsAsync(Uri address, string what, string beginning, string drop = "")
    {
        using var client = await TlsServer.ConnectAsync(address);
        using var ended = new CancellationTokenSource();
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(beginning));
            var trickle = TrickleAsync(client, drop, ended.Token);
            await ReadToEndAsync(client.GetStream());
            await ended.CancelAsync();
            await trickle;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The server keeps the connection at {address}: {what}", e);
        }
    }

    private static async Task TrickleAsync(TcpClient client, string drop, CancellationToken ended)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (drop.Length > 0 && await pace.WaitForNextTickAsync(ended))
            {
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(drop), ended);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed: what the test is about.
        }
    }

    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TlsServer.Patience);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
