using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

/// <summary>Calls that fail: every way ends in the right status, none in another exception.</summary>
public sealed class UnaryGrpcClientFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("5", "no%20such trace: %E6%97%A5%E6%9C%AC %", GrpcStatusCode.NotFound, "no such trace: 日本 %")]
    [InlineData("14", "later", GrpcStatusCode.Unavailable, "later")]
    [InlineData("99", "odd", GrpcStatusCode.Unknown, "odd")]
    [InlineData("-1", "odd", GrpcStatusCode.Unknown, "odd")]
    [InlineData("what", "odd", GrpcStatusCode.Unknown, "odd")]
    public async Task Call_ErrorStatus_HasItsCodeAndMessage(string status, string encoded, GrpcStatusCode code, string message)
    {
        foreach (var handler in new RequestDelegate[]
                 {
                     context => GrpcAnswers.TrailersOnly(context, status, encoded),
                     context => GrpcAnswers.ErrorInTrailers(context, status, encoded),
                 })
        {
            var failure = await FailureOf(handler);

            failure.Status.ShouldBe(code);
            failure.Message.ShouldBe(message);
        }
    }

    [Fact]
    public async Task Call_ErrorWithoutMessage_SaysTheStatus()
    {
        var failure = await FailureOf(context => GrpcAnswers.TrailersOnly(context, "7", null));

        failure.Status.ShouldBe(GrpcStatusCode.PermissionDenied);
        failure.Message.ShouldContain("7");
    }

    [Fact]
    public async Task Call_ErrorStatusAfterAMessage_IsTheError()
    {
        var failure = await FailureOf(context => GrpcAnswers.Answer(context, new ExportTraceServiceResponse(), status: "10"));

        failure.Status.ShouldBe(GrpcStatusCode.Aborted);
    }

    [Theory]
    [InlineData(400, GrpcStatusCode.Internal)]
    [InlineData(401, GrpcStatusCode.Unauthenticated)]
    [InlineData(403, GrpcStatusCode.PermissionDenied)]
    [InlineData(404, GrpcStatusCode.Unimplemented)]
    [InlineData(415, GrpcStatusCode.Unknown)]
    [InlineData(429, GrpcStatusCode.Unavailable)]
    [InlineData(500, GrpcStatusCode.Unknown)]
    [InlineData(503, GrpcStatusCode.Unavailable)]
    [InlineData(302, GrpcStatusCode.Unknown)]
    public async Task Call_HttpErrorWithoutGrpcStatus_IsMappedAsTheSpecificationSays(int http, GrpcStatusCode code)
    {
        var failure = await FailureOf(context =>
        {
            context.Response.StatusCode = http;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        failure.Status.ShouldBe(code);
        failure.Message.ShouldContain($"{http}");
    }

    [Fact]
    public async Task Call_HttpErrorWithGrpcStatus_IsTheGrpcStatus()
    {
        var failure = await FailureOf(context => GrpcAnswers.TrailersOnly(context, "8", "quota", http: 503));

        failure.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
        failure.Message.ShouldBe("quota");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/grpc-web+proto")]
    [InlineData(null)]
    public async Task Call_AnswerOfOtherType_IsUnknown(string? contentType)
    {
        var failure = await FailureOf(context =>
        {
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync("<html>");
        });

        failure.Status.ShouldBe(GrpcStatusCode.Unknown);
    }

    [Fact]
    public async Task Call_AnswerWithoutStatus_IsInternal()
    {
        var failure = await FailureOf(context => GrpcAnswers.Answer(context, new ExportTraceServiceResponse(), status: null));

        failure.Status.ShouldBe(GrpcStatusCode.Internal);
        failure.Message.ShouldContain("grpc-status");
    }

    [Fact]
    public async Task Call_OkWithoutMessage_IsInternal()
    {
        var failure = await FailureOf(context => GrpcAnswers.AnswerBytes(context, []));

        failure.Status.ShouldBe(GrpcStatusCode.Internal);
        failure.Message.ShouldContain("without a message");
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, null)]
    [InlineData(new byte[] { 3, 0, 0, 0, 0 }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0xff, 0xff }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, null)]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 1, 1 }, "gzip")]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 1, 1 }, "snappy")]
    public async Task Call_AnswerThatCannotBeRead_IsInternal(byte[] body, string? encoding)
    {
        var failure = await FailureOf(context => GrpcAnswers.AnswerBytes(context, body, encoding));

        failure.Status.ShouldBe(GrpcStatusCode.Internal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AnswerAboveTheLimit_IsResourceExhausted(bool gzip)
    {
        var answer = GrpcAnswers.Partial(1, new string('x', 100_000));

        var failure = await FailureOf(
            context => GrpcAnswers.Answer(context, answer, gzip),
            new UnaryGrpcClientOptions { MaxReceiveMessageSize = 50_000 });

        failure.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_NoAnswerInTime_IsDeadlineExceeded(bool answerBegins)
    {
        var failure = await FailureOf(
            async context =>
            {
                if (answerBegins)
                {
                    context.Response.ContentType = GrpcHeaders.ContentType;
                    await context.Response.BodyWriter.WriteAsync(new byte[] { 0, 0 });
                }

                await Aborted(context);
            },
            new UnaryGrpcClientOptions { Timeout = TimeSpan.FromMilliseconds(300) });

        failure.Status.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        failure.Message.ShouldContain("0.3 s");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_CancelledByTheCaller_ThrowsItsTokenAndTellsTheServer(bool answerBegins)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            if (answerBegins)
            {
                context.Response.ContentType = GrpcHeaders.ContentType;
                await context.Response.BodyWriter.WriteAsync(new byte[] { 0, 0 });
            }

            arrived.SetResult();
            await Aborted(context);
            told.SetResult();
        });
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Timeout = Patience });
        using var cancellation = new CancellationTokenSource();

        var call = client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest(), cancellationToken: cancellation.Token);
        await arrived.Task.WaitAsync(Patience);
        await cancellation.CancelAsync();

        var exception = await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        exception.CancellationToken.ShouldBe(cancellation.Token);
        await told.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Call_TokenCancelledBefore_IsNotSent()
    {
        await using var server = await LoopbackHttpServer.StartAsync(context => GrpcAnswers.Answer(context, new ExportTraceServiceResponse()));
        using var client = new UnaryGrpcClient(server.Address);

        await Should.ThrowAsync<OperationCanceledException>(() => client.CallAsync(
            TraceServiceMethods.Export, new ExportTraceServiceRequest(), cancellationToken: new CancellationToken(canceled: true)));

        server.ConnectionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Call_ClientDisposedMeanwhile_IsCancelled()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackHttpServer.StartAsync(context =>
        {
            arrived.SetResult();
            return Aborted(context);
        });
        var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Timeout = Patience });

        var call = client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest());
        await arrived.Task.WaitAsync(Patience);
        client.Dispose();

        (await Should.ThrowAsync<GrpcException>(() => call.WaitAsync(Patience))).Status.ShouldBe(GrpcStatusCode.Cancelled);
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnavailable()
    {
        using var placeholder = new TcpListener(IPAddress.Loopback, 0);
        placeholder.Start();
        var port = ((IPEndPoint)placeholder.LocalEndpoint).Port;
        placeholder.Stop();
        using var client = new UnaryGrpcClient(new Uri($"http://127.0.0.1:{port}"));

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience));

        failure.Status.ShouldBe(GrpcStatusCode.Unavailable);
        failure.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task Call_ConnectingTakesTooLong_IsUnavailable()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(100),
            ConnectCallback = async (_, cancellationToken) => await new TaskCompletionSource<Stream>().Task.WaitAsync(cancellationToken),
        };
        using var client = new UnaryGrpcClient(new Uri("http://127.0.0.1:1"), new UnaryGrpcClientOptions { Handler = handler, Timeout = Patience });

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience));

        failure.Status.ShouldBe(GrpcStatusCode.Unavailable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ConnectionCut_IsUnavailable(bool answerBegins)
    {
        var failure = await FailureOf(async context =>
        {
            if (answerBegins)
            {
                context.Response.ContentType = GrpcHeaders.ContentType;
                await context.Response.BodyWriter.WriteAsync(new byte[] { 0, 0 });
            }

            context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
        });

        failure.Status.ShouldBe(GrpcStatusCode.Unavailable);
    }

    [Theory]
    [InlineData(0x7, GrpcStatusCode.Unavailable)]
    [InlineData(0x8, GrpcStatusCode.Cancelled)]
    [InlineData(0xb, GrpcStatusCode.ResourceExhausted)]
    [InlineData(0x2, GrpcStatusCode.Internal)]
    public async Task Call_StreamReset_IsMappedAsTheSpecificationSays(int errorCode, GrpcStatusCode expected)
    {
        var failure = await FailureOf(async context =>
        {
            context.Response.ContentType = GrpcHeaders.ContentType;
            await context.Response.BodyWriter.WriteAsync(new byte[] { 0, 0 });
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);
        });

        failure.Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Call_ServerOfHttp1Only_FailsWithAGrpcException()
    {
        var failure = await FailureOf(_ => Task.CompletedTask, protocols: HttpProtocols.Http1);

        failure.Status.ShouldBeOneOf(GrpcStatusCode.Unavailable, GrpcStatusCode.Internal);
        failure.Message.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task Call_AfterTheConnectionWasCut_ConnectsAgain()
    {
        var calls = 0;
        await using var server = await LoopbackHttpServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
                return Task.CompletedTask;
            }

            return GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        using var client = new UnaryGrpcClient(server.Address);
        await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience));

        var answer = await client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience);

        answer.ShouldNotBeNull();
    }

    private static async Task<GrpcException> FailureOf(
        RequestDelegate handler, UnaryGrpcClientOptions? options = null, HttpProtocols protocols = HttpProtocols.Http2)
    {
        await using var server = await LoopbackHttpServer.StartAsync(handler, protocols);
        using var client = new UnaryGrpcClient(server.Address, options);
        return await Should.ThrowAsync<GrpcException>(
            () => client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience));
    }

    private static async Task Aborted(HttpContext context)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task.WaitAsync(Patience);
    }
}
