using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Client;

/// <summary>Questions to servers that are down, stall, break off, answer nonsense, or are something else.</summary>
public sealed class ServerFaultTests
{
    private const string Found = """{"trace":{"trace_info":{"trace_id":"tr-1","state":"OK"}}}""";
    private static readonly RestSettings Hurried = new() { BackoffFactor = 0, BackoffJitter = 0, MaxRetries = 3 };

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AServerThatFailsAndRecovers_IsAskedUntilItAnswers(int status)
    {
        await using var server = await AnsweringServer.StartAsync((context, number) => number < 3
            ? AnsweringServer.WriteAsync(context, status, "busy", "text/plain")
            : AnsweringServer.WriteAsync(context, 200, Found));
        using var client = Client(server.Address);

        (await client.GetTraceInfoAsync("tr-1")).TraceId.ShouldBe("tr-1");

        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(503, MlflowErrorCode.TemporarilyUnavailable, 4)]
    [InlineData(429, MlflowErrorCode.ResourceExhausted, 4)]
    [InlineData(401, MlflowErrorCode.Unauthenticated, 1)]
    [InlineData(403, MlflowErrorCode.PermissionDenied, 1)]
    [InlineData(404, MlflowErrorCode.EndpointNotFound, 1)]
    [InlineData(400, MlflowErrorCode.BadRequest, 1)]
    public async Task AServerThatKeepsFailing_IsLeftAfterAFewAttempts(int status, string code, int attempts)
    {
        await using var server = await AnsweringServer.StartAsync(status, "<html><style>p{}</style><h1>Sorry</h1><p>not\n now</p></html>", "text/html");
        using var client = Client(server.Address);

        var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

        failure.ErrorCode.ShouldBe(code);
        failure.Message.ShouldEndWith($"answered HTTP {status}: Sorry not now");
        server.Requests.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task RetryAfter_LongerThanACallerWaits_EndsTheQuestionAtOnce()
    {
        await using var server = await AnsweringServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return AnsweringServer.WriteAsync(context, 503, string.Empty);
        });
        using var client = Client(server.Address);

        (await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"))).ErrorCode.ShouldBe(MlflowErrorCode.TemporarilyUnavailable);

        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cancellation_WhileWaitingForTheNextAttempt_EndsTheQuestion()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = await AnsweringServer.StartAsync(async (context, _) =>
        {
            await AnsweringServer.WriteAsync(context, 503, string.Empty);
            cancellation.Cancel();
        });
        using var client = Client(server.Address, Hurried with { BackoffFactor = 25 });

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetTraceInfoAsync("tr-1", cancellation.Token).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task AServerThatStalls_IsGivenItsTime()
    {
        await using var server = await AnsweringServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = Client(server.Address, Hurried with { Timeout = TimeSpan.FromMilliseconds(200) });

        (await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"))).ErrorCode.ShouldBe(MlflowErrorCode.DeadlineExceeded);

        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AServerThatIsDown_IsUnavailable()
    {
        var port = FreePort();
        foreach (var address in new[] { $"http://127.0.0.1:{port}", $"grpc://127.0.0.1:{port}" })
        {
            using var client = new MlflowClient(new MlflowClientOptions { TrackingUri = address, MaxRetries = 0 });

            var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

            failure.ErrorCode.ShouldBe(MlflowErrorCode.TemporarilyUnavailable);
            failure.Message.ShouldContain($"127.0.0.1:{port}");
            failure.Message.ShouldEndWith(" Is the tracking server running there? `otelbridge serve` starts one; another address is given by MLFLOW_TRACKING_URI or to the client.");
        }
    }

    [Fact]
    public async Task AnAnswerThatBreaksOff_IsAskedForAgain()
    {
        await using var server = await AnsweringServer.StartAsync(async (context, number) =>
        {
            if (number > 0)
            {
                await AnsweringServer.WriteAsync(context, 200, Found);
                return;
            }

            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("{\"trace\":"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = Client(server.Address);

        (await client.GetTraceInfoAsync("tr-1")).TraceId.ShouldBe("tr-1");
    }

    [Theory]
    [InlineData("<html><h1>Log in</h1></html>", "text/html")]
    [InlineData("{\"trace\":", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("{\"trace\":{\"trace_info\":5}}", "application/json")]
    public async Task AnAnswerThatIsNoTrace_IsAnErrorThatSaysSo(string body, string contentType)
    {
        await using var server = await AnsweringServer.StartAsync(200, body, contentType);
        using var client = Client(server.Address);

        var said = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

        said.ErrorCode.ShouldBe(MlflowErrorCode.InternalError);
        said.Message.ShouldContain("is it an MLflow server?");
    }

    [Fact]
    public async Task AnAnswerWithoutEnd_IsNotReadToTheEnd()
    {
        await using var server = await AnsweringServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = RestConnection.MaxAnswerBytes + 1L;
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = Client(server.Address);

        (await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"))).ErrorCode.ShouldBe(MlflowErrorCode.ResourceExhausted);
    }

    [Fact]
    public async Task ARedirect_IsNotFollowedWithCredentials()
    {
        await using var server = await AnsweringServer.StartAsync((context, _) =>
        {
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere?token=secret";
            return AnsweringServer.WriteAsync(context, 302, string.Empty);
        });
        using var client = Client(server.Address, Hurried with { Token = "t" });

        var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

        failure.Message.ShouldContain("http://127.0.0.1:1/elsewhere");
        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task AGrpcPort_AskedOverHttp_IsNamed()
    {
        await using var server = await LoopbackHttpServer.StartAsync(static _ => Task.CompletedTask, HttpProtocols.Http2);
        using var client = Client(server.Address);

        var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

        failure.Message.ShouldContain("begin the address with grpc://");
    }

    [Fact]
    public async Task AnHttpPort_AskedOverGrpc_IsNamed()
    {
        await using var server = await AnsweringServer.StartAsync(200, "{}");
        using var client = new MlflowClient($"grpc://{server.Address.Authority}");

        var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"));

        failure.Message.ShouldContain("the address with http://");
    }

    [Fact]
    public async Task AServerThatIsNoHttp_AskedOverEither_IsNamed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AnswerNonsenseAsync(listener);
        var authority = listener.LocalEndpoint.ToString();

        using var rest = Client(new Uri($"http://{authority}"));
        using var grpc = new MlflowClient($"grpc://{authority}");

        (await Should.ThrowAsync<MlflowException>(() => rest.GetTraceInfoAsync("tr-1"))).Message.ShouldContain("does not speak HTTP/1.1");
        (await Should.ThrowAsync<MlflowException>(() => grpc.GetTraceInfoAsync("tr-1"))).Message.ShouldContain("begin the address with http://");
    }

    [Fact]
    public async Task ADisposedClient_SaysSo()
    {
        var client = Client(new Uri("http://127.0.0.1:1"));
        client.Dispose();
        client.Dispose();

        (await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"))).ErrorCode.ShouldBe(MlflowErrorCode.BadRequest);
    }

    private static MlflowClient Client(Uri address, RestSettings? settings = null) =>
        new(new RestTransport(address, settings ?? Hurried, TimeProvider.System));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswerNonsenseAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var peer = await listener.AcceptTcpClientAsync();
                await peer.GetStream().ReadExactlyAsync(new byte[20]);
                await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP ready, what is it you want from me?\r\n\r\n"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
