using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OtelBridge.Grpc;
using OtelBridge.Probing;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;
using static OtelBridge.Contracts.Tests.Probing.ProbedPeer;

namespace OtelBridge.Contracts.Tests.Probing;

/// <summary>Faults planted at peers over real sockets: each is found, alone, with what to do.</summary>
public sealed class EndpointProbeTests
{
    /// <summary>Every fault: its code, and a piece of the remedy.</summary>
    private static readonly Dictionary<string, (string Remedy, Func<Task<IReadOnlyList<Finding>>> Probe)> Faults = new()
    {
        ["name-unknown"] = ("host in the endpoint", () => ProbeAsync(AtHttp(new Uri("http://collector.invalid:4318")))),
        ["connection-refused"] = ("Start the server", () => ProbeAsync(AtHttp(new Uri($"http://127.0.0.1:{FreePort()}")))),
        ["connection-timeout"] = ("firewall", ProbeFullBacklogAsync),
        ["tls-untrusted"] = ("CertificatePath", () => ProbeTlsAsync("127.0.0.1", trusts: false)),
        ["tls-expired"] = ("Renew", () => ProbeTlsAsync("127.0.0.1", days: -1)),
        ["tls-expires-soon"] = ("Renew", () => ProbeTlsAsync("127.0.0.1", days: 3)),
        ["tls-wrong-host"] = ("host that the certificate names", () => ProbeTlsAsync("elsewhere.test")),
        ["tls-client-certificate"] = ("ClientCertificatePath", () => ProbeTlsAsync("127.0.0.1", configure: static https => https.ClientCertificateMode = ClientCertificateMode.RequireCertificate)),
        ["tls-settings"] = ("path of the certificate file", async () =>
        {
            await using var peer = await HttpAsync();
            return await ProbeAsync(AtHttp(peer.Address.With("https")) with { ConfigureTls = static _ => throw new IOException("no such file") });
        }),
        ["tls-unverified"] = ("CertificatePath", async () =>
        {
            using var authority = new TestAuthority();
            using var certificate = authority.Issue("elsewhere.test");
            await using var peer = await HttpAsync(Tls(certificate));
            return await ProbeAsync(AtHttp(peer.Address) with { TakesAnyCertificate = true, ConfigureTls = static o => o.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null });
        }),
        ["tls-at-plain-port"] = ("http:// instead of https://", async () =>
        {
            await using var peer = await HttpAsync();
            return await ProbeAsync(AtHttp(peer.Address.With("https")));
        }),
        ["plain-at-tls-port"] = ("https:// instead of http://", async () =>
        {
            using var authority = new TestAuthority();
            using var certificate = authority.Issue("127.0.0.1");
            await using var peer = await HttpAsync(Tls(certificate));
            return await ProbeAsync(AtHttp(peer.Address.With("http")));
        }),
        ["grpc-at-http-port"] = ("http/protobuf", async () =>
        {
            await using var peer = await HttpAsync();
            return await ProbeAsync(AtGrpc(peer.Address));
        }),
        ["http-at-grpc-port"] = ("protocol to grpc", async () =>
        {
            await using var peer = await GrpcAsync();
            return await ProbeAsync(AtHttp(peer.Address));
        }),
        ["not-http"] = ("something else listens", () => ProbeTalkerAsync("SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray())),
        ["path-missing"] = ("/v1/traces.", async () =>
        {
            await using var peer = await HttpAsync();
            return await ProbeAsync(AtHttp(peer.Address, "/"));
        }),
        ["path-doubled"] = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", async () =>
        {
            await using var peer = await HttpAsync();
            return await ProbeAsync(AtHttp(peer.Address, "/v1/traces/v1/traces"));
        }),
        ["path-unknown"] = ("path of the endpoint", () => ProbeAnsweringAsync(404, "not here")),
        ["method-refused"] = ("no OTLP receiver", () => ProbeAnsweringAsync(405, "GET only")),
        ["service-missing"] = ("otlp receiver", () => ProbeGrpcAsync(GrpcStatusCode.Unimplemented)),
        ["redirected"] = ("final address", () => ProbeAnsweringAsync(302, string.Empty, location: "https://login.test/authorize?client=1")),
        ["web-page"] = ("takes credentials in headers", () => ProbeAnsweringAsync(200, "<html>Sign in</html>", "text/html")),
        ["unauthenticated"] = ("OTEL_EXPORTER_OTLP_HEADERS", () => ProbeAnsweringAsync(401, "who are you")),
        ["forbidden"] = ("right to write", () => ProbeAnsweringAsync(403, "not you")),
        ["too-large"] = ("largest body", () => ProbeAnsweringAsync(413, "too large")),
        ["throttled"] = ("limits of the receiver", () => ProbeAnsweringAsync(429, "later")),
        ["server-failed"] = ("log of the server", () => ProbeAnsweringAsync(500, "boom")),
        ["refused"] = ("Read what the receiver says", () => ProbeAnsweringAsync(422, "no tenant")),
        ["not-otlp"] = ("site that answers everything", () => ProbeAnsweringAsync(200, "hello")),
        ["no-answer"] = ("overloaded", () => ProbeTalkerAsync([])),
        ["clock-skew"] = ("NTP", async () =>
        {
            await using var peer = await HttpAsync(static context =>
            {
                context.Response.Headers.Date = DateTimeOffset.UtcNow.AddMinutes(-5).ToString("r");
                return WriteAsync(context, 200, string.Empty, "application/x-protobuf");
            });
            return await ProbeAsync(AtHttp(peer.Address));
        }),
    };

    public static TheoryData<string> Codes => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Fault_ThatIsPlanted_IsFoundAloneWithItsRemedy(string code)
    {
        var (remedy, probe) = Faults[code];

        var findings = await probe();

        var found = findings.Where(static f => f.Outcome != FindingOutcome.Ok).ToList();
        found.Select(static f => f.Code).ShouldBe([code], string.Join('\n', findings));
        found[0].Remedy.ShouldNotBeNull().ShouldContain(remedy);
        var kind = EndpointFaults.All.Single(k => k.Code == code);
        (found[0].Outcome, found[0].Check, found[0].Subject).ShouldBe((kind.Outcome, kind.Check, "peer"));
        found[0].Seen.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Peer_InGoodHealth_GivesNoFault(bool grpc, bool tls)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        Action<ListenOptions>? configure = tls ? Tls(certificate) : null;
        await using var peer = grpc ? await GrpcAsync(configure: configure) : await HttpAsync(configure);
        var target = (grpc ? AtGrpc(peer.Address) : AtHttp(peer.Address)) with { ConfigureTls = Trusting(authority) };

        var findings = await ProbeAsync(target);

        findings.ShouldAllBe(static f => f.Outcome == FindingOutcome.Ok && f.Code == null && f.Remedy == null);
        findings.Select(static f => f.Check).ShouldBe(["address", "connection", .. tls ? ["tls"] : Array.Empty<string>(), "protocol", "spans", "clock"]);
    }

    [Fact]
    public async Task Peer_ThatSpeaksBothUnderTls_TakesEither()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        await using var peer = await LoopbackHttpServer.StartAsync(static context => WriteAsync(context, 200, string.Empty, "application/x-protobuf"), HttpProtocols.Http1AndHttp2, Tls(certificate));

        var findings = await ProbeAsync(AtHttp(peer.Address) with { ConfigureTls = Trusting(authority) });

        findings.ShouldAllBe(static f => f.Outcome == FindingOutcome.Ok);
    }

    [Fact]
    public async Task ClientCertificate_ThatTheServerTrusts_IsUsed()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        using var own = authority.Issue("program");
        await using var peer = await GrpcAsync(configure: Tls(certificate, static https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.AllowAnyClientCertificate();
        }));

        var findings = await ProbeAsync(AtGrpc(peer.Address) with { ConfigureTls = Trusting(authority, own) });

        findings.ShouldAllBe(static f => f.Outcome == FindingOutcome.Ok);
    }

    [Theory]
    [InlineData("http-at-grpc-port", false)]
    [InlineData("grpc-at-http-port", true)]
    public async Task Protocol_MixedUpUnderTls_IsFound(string code, bool grpc)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        await using var peer = grpc ? await HttpAsync(Tls(certificate)) : await GrpcAsync(configure: Tls(certificate));
        var target = (grpc ? AtGrpc(peer.Address) : AtHttp(peer.Address)) with { ConfigureTls = Trusting(authority) };

        var findings = await ProbeAsync(target);

        findings.Where(static f => f.Outcome != FindingOutcome.Ok).Select(static f => f.Code).ShouldBe([code]);
    }

    [Theory]
    [InlineData(GrpcStatusCode.Unauthenticated, "unauthenticated")]
    [InlineData(GrpcStatusCode.PermissionDenied, "forbidden")]
    [InlineData(GrpcStatusCode.ResourceExhausted, "throttled")]
    [InlineData(GrpcStatusCode.Internal, "server-failed")]
    [InlineData(GrpcStatusCode.InvalidArgument, "refused")]
    public async Task Status_OfGrpc_IsFoundAsTheFaultItIs(GrpcStatusCode status, string code) =>
        (await ProbeGrpcAsync(status)).Where(static f => f.Outcome != FindingOutcome.Ok).Select(static f => f.Code).ShouldBe([code]);

    [Fact]
    public async Task Remedy_ForAMissingPath_NamesTheAddressThatTakesSpans()
    {
        await using var peer = await HttpAsync();

        var findings = await ProbeAsync(AtHttp(peer.Address, "/"));

        findings.Single(static f => f.Code == "path-missing").Remedy.ShouldBe($"Set the endpoint to {peer.Address}v1/traces.");
    }

    [Fact]
    public async Task Secrets_InHeadersAndAddress_AreNeverShown()
    {
        await using var peer = await HttpAsync(static context =>
        {
            context.Response.Headers.Location = "https://login.test/?token=s3cret";
            return WriteAsync(context, 302, "s3cret");
        });
        var target = AtHttp(peer.Address) with
        {
            Endpoint = new UriBuilder(peer.Address) { UserName = "user", Password = "s3cret", Query = "key=s3cret" }.Uri,
            Headers = [new("api-key", "s3cret")],
        };

        var findings = await ProbeAsync(target);

        findings.ShouldContain(static f => f.Code == "redirected");
        string.Join('\n', findings).ShouldNotContain("s3cret");
        target.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Cancellation_OfTheCaller_EndsIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancelled = new CancellationTokenSource();
        var probe = EndpointProbe.RunAsync(AtGrpc(AddressOf(listener)), Patience, TimeProvider.System, cancelled.Token);
        using var accepted = await listener.AcceptTcpClientAsync();

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => probe);
    }

    private static async Task<IReadOnlyList<Finding>> ProbeAnsweringAsync(int status, string body, string contentType = "text/plain", string? location = null)
    {
        await using var peer = await HttpAsync(context =>
        {
            context.Response.Headers.Location = location;
            return WriteAsync(context, status, body, contentType);
        });
        return await ProbeAsync(AtHttp(peer.Address));
    }

    private static async Task<IReadOnlyList<Finding>> ProbeGrpcAsync(GrpcStatusCode status)
    {
        await using var peer = await GrpcAsync(status);
        return await ProbeAsync(AtGrpc(peer.Address));
    }

    private static async Task<IReadOnlyList<Finding>> ProbeTlsAsync(string host, int days = 90, bool trusts = true, Action<HttpsConnectionAdapterOptions>? configure = null)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(host, days);
        await using var peer = await HttpAsync(Tls(certificate, configure));
        var target = AtHttp(peer.Address);
        return await ProbeAsync(trusts ? target with { ConfigureTls = Trusting(authority) } : target);
    }

    /// <summary>A port that says one thing, whatever it is asked, or nothing.</summary>
    private static async Task<IReadOnlyList<Finding>> ProbeTalkerAsync(byte[] words)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource();
        var talking = TalkAsync(listener, words, over.Token);
        var findings = await ProbeAsync(AtHttp(AddressOf(listener)), TimeSpan.FromSeconds(3));
        await over.CancelAsync();
        await talking;
        return findings;
    }

    private static async Task TalkAsync(TcpListener listener, byte[] words, CancellationToken over)
    {
        var clients = new List<TcpClient>(); // as many as the probe has connections
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(over);
                clients.Add(client);
                await client.GetStream().WriteAsync(words, over);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            clients.ForEach(static c => c.Dispose());
        }
    }

    /// <summary>A port whose queue of connections is full: the system answers no further one.</summary>
    private static async Task<IReadOnlyList<Finding>> ProbeFullBacklogAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(0);
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        using var first = new TcpClient(AddressFamily.InterNetwork);
        using var second = new TcpClient(AddressFamily.InterNetwork);
        await first.ConnectAsync(IPAddress.Loopback, port);
        using var over = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await second.ConnectAsync(IPAddress.Loopback, port, over.Token).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
        return await ProbeAsync(AtHttp(new Uri($"http://127.0.0.1:{port}")), TimeSpan.FromSeconds(2));
    }

    private static Uri AddressOf(TcpListener listener) => new($"http://{listener.LocalEndpoint}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
