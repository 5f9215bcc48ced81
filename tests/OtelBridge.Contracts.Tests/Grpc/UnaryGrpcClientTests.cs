using System.Collections.Concurrent;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

/// <summary>Calls that succeed: what goes over the wire, and what comes back.</summary>
public sealed class UnaryGrpcClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Call_GzipEitherWay_BringsRequestAndAnswer(bool gzipRequest, bool gzipAnswer)
    {
        var received = new ConcurrentQueue<ExportTraceServiceRequest>();
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            received.Enqueue(await GrpcAnswers.RequestOf(context));
            await GrpcAnswers.Answer(context, GrpcAnswers.Partial(3, "tré bien"), gzipAnswer);
        });
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Gzip = gzipRequest });
        var request = Request("日本語");

        var answer = await client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(Patience);

        answer.ShouldBe(GrpcAnswers.Partial(3, "tré bien"));
        received.ShouldHaveSingleItem().ShouldBe(request);
    }

    [Fact]
    public async Task Call_EmptyAnswer_IsRead()
    {
        await using var server = await LoopbackHttpServer.StartAsync(context => GrpcAnswers.Answer(context, new ExportTraceServiceResponse()));
        using var client = new UnaryGrpcClient(server.Address);

        var answer = await client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience);

        answer.ShouldBe(new ExportTraceServiceResponse());
    }

    [Fact]
    public async Task Call_Any_SendsWhatTheProtocolAsks()
    {
        Dictionary<string, string>? headers = null;
        string? path = null;
        string? protocol = null;
        await using var server = await LoopbackHttpServer.StartAsync(context =>
        {
            (headers, path, protocol) = (GrpcAnswers.HeadersOf(context), context.Request.Path, context.Request.Protocol);
            return GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Gzip = true, Timeout = TimeSpan.FromSeconds(20) });

        await client.CallAsync(TraceServiceMethods.Export, Request("a")).WaitAsync(Patience);

        path.ShouldBe("/opentelemetry.proto.collector.trace.v1.TraceService/Export");
        protocol.ShouldBe("HTTP/2");
        headers.ShouldNotBeNull();
        headers["content-type"].ShouldBe("application/grpc");
        headers["te"].ShouldBe("trailers");
        headers["grpc-encoding"].ShouldBe("gzip");
        headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
        headers["grpc-timeout"].ShouldBe("20000000u");
        headers.ContainsKey("traceparent").ShouldBeFalse();
    }

    [Fact]
    public async Task Call_InfiniteTimeout_SendsNoDeadline()
    {
        Dictionary<string, string>? headers = null;
        await using var server = await LoopbackHttpServer.StartAsync(context =>
        {
            headers = GrpcAnswers.HeadersOf(context);
            return GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Timeout = Timeout.InfiniteTimeSpan });

        await client.CallAsync(TraceServiceMethods.Export, Request("a")).WaitAsync(Patience);

        headers.ShouldNotBeNull().ContainsKey("grpc-timeout").ShouldBeFalse();
    }

    [Fact]
    public async Task Call_TimeoutLongerThanATimerCounts_IsMade()
    {
        await using var server = await LoopbackHttpServer.StartAsync(context => GrpcAnswers.Answer(context, new ExportTraceServiceResponse()));
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Timeout = TimeSpan.MaxValue });

        var answer = await client.CallAsync(TraceServiceMethods.Export, Request("a")).WaitAsync(Patience);

        answer.ShouldNotBeNull();
    }

    [Fact]
    public async Task Call_MetadataOfClientAndCall_BothArriveAndTheCallsCounts()
    {
        Dictionary<string, string>? headers = null;
        await using var server = await LoopbackHttpServer.StartAsync(context =>
        {
            headers = GrpcAnswers.HeadersOf(context);
            return GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        var options = new UnaryGrpcClientOptions { Metadata = { ["Authorization"] = "Bearer one", ["x-kept"] = "a, b" } };
        using var client = new UnaryGrpcClient(server.Address, options);
        options.Metadata["x-kept"] = "changed later";

        await client.CallAsync(TraceServiceMethods.Export, Request("a"), [new("authorization", "Bearer two")]).WaitAsync(Patience);

        headers.ShouldNotBeNull();
        headers["authorization"].ShouldBe("Bearer two");
        headers["x-kept"].ShouldBe("a, b");
    }

    [Fact]
    public async Task Call_RequestSerialisedBefore_IsTheSameOnTheWire()
    {
        var received = new ConcurrentQueue<ExportTraceServiceRequest>();
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            received.Enqueue(await GrpcAnswers.RequestOf(context));
            await GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        using var client = new UnaryGrpcClient(server.Address);
        var request = Request("ready");
        byte[] frame = [0, 0, 0, 0, 0, .. Google.Protobuf.MessageExtensions.ToByteArray(request)];

        await client.CallAsync(TraceServiceMethods.Export, frame).WaitAsync(Patience);

        received.ShouldHaveSingleItem().ShouldBe(request);
    }

    [Fact]
    public async Task Call_ManyAtATimeAndOneAfterAnother_KeepOneConnection()
    {
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            var request = await GrpcAnswers.RequestOf(context);
            await GrpcAnswers.Answer(context, GrpcAnswers.Partial(0, request.ResourceSpans[0].SchemaUrl));
        });
        using var client = new UnaryGrpcClient(server.Address);
        await client.CallAsync(TraceServiceMethods.Export, Request("first")).WaitAsync(Patience);

        await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
        {
            var answer = await client.CallAsync(TraceServiceMethods.Export, Request($"call {i}"), cancellationToken: cancellationToken);
            answer.PartialSuccess.ErrorMessage.ShouldBe($"call {i}");
        }).WaitAsync(Patience);

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task Call_MoreThanOneConnectionTakes_OpensAnother()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var arrived = new CountdownEvent(150);
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            arrived.Signal();
            await release.Task.WaitAsync(Patience);
            await GrpcAnswers.Answer(context, new ExportTraceServiceResponse());
        });
        using var client = new UnaryGrpcClient(server.Address, new UnaryGrpcClientOptions { Timeout = Patience });

        var calls = Enumerable.Range(0, 150).Select(i => client.CallAsync(TraceServiceMethods.Export, Request($"{i}"))).ToArray();
        var allArrived = await Task.Run(() => arrived.Wait(Patience));
        release.SetResult();
        await Task.WhenAll(calls).WaitAsync(Patience);

        // Kestrel takes 100 streams at a time on one connection.
        allArrived.ShouldBeTrue();
        server.ConnectionCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("grpc://127.0.0.1:4317")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/relative")]
    public void Constructor_OtherAddress_Throws(string address) =>
        Should.Throw<ArgumentException>(() => new UnaryGrpcClient(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void Constructor_SettingsThatCannotWork_Throw()
    {
        var address = new Uri("http://127.0.0.1:1");

        Should.Throw<ArgumentException>(() => new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Timeout = TimeSpan.Zero }));
        Should.Throw<ArgumentException>(() => new UnaryGrpcClient(address, new UnaryGrpcClientOptions { MaxReceiveMessageSize = 0 }));
        Should.Throw<ArgumentException>(() => new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Metadata = { ["grpc-status"] = "0" } }));
    }

    private static ExportTraceServiceRequest Request(string text) =>
        new() { ResourceSpans = { new ResourceSpans { SchemaUrl = text } } };
}
