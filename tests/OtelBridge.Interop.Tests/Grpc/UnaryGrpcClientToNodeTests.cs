using OtelBridge.Grpc;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Grpc;

/// <summary>Our client against the gRPC server of Node.</summary>
public sealed class UnaryGrpcClientToNodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Call_GzipEitherWay_BringsRequestAndAnswer(bool gzipRequest, bool gzipAnswer)
    {
        string[] arguments = ["--reject-count", "9223372036854775807", "--reject-reason", new string('ä', 5_000), .. gzipAnswer ? (string[])["--gzip"] : []];
        var (receiver, address) = await NodePeer.StartReceiverAsync(arguments);
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Gzip = gzipRequest, Metadata = { ["x-team"] = "blue" } });

        var answer = await client.CallAsync(TraceServiceMethods.Export, FullTrace.Request(), [new("x-bin-bin", "AAH/")]).WaitAsync(Patience);

        answer.PartialSuccess.RejectedSpans.ShouldBe(long.MaxValue);
        answer.PartialSuccess.ErrorMessage.ShouldBe(new string('ä', 5_000));
        var line = await receiver.ReadAsync();
        line["request"]!.ShouldSayTheSameAs(FullTrace.Request());
        ((string?)line["metadata"]!["x-team"]).ShouldBe("blue");
    }

    [Fact]
    public async Task Call_EmptyMessagesWithGzip_AreUnderstoodByBoth()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--gzip");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Gzip = true });

        var answer = await client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest()).WaitAsync(Patience);

        answer.ShouldBe(new ExportTraceServiceResponse());
        ((int)(await receiver.ReadAsync())["size"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData(3, "ungültig: 日本語 🦊 100 % \n second line")]
    [InlineData(8, "quota")]
    [InlineData(14, "")]
    [InlineData(16, "who?")]
    public async Task Call_ErrorStatus_HasItsCodeAndMessage(int status, string message)
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--status", $"{status}", "--message", message);
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address);

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience));

        ((int)failure.Status).ShouldBe(status);
        failure.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Call_UnknownMethod_IsUnimplemented()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address);
        var unknown = new GrpcMethod<ExportTraceServiceRequest, ExportTraceServiceResponse>(
            "no.such.Service", "Export", ExportTraceServiceRequest.Parser, ExportTraceServiceResponse.Parser);

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(unknown, FullTrace.Request()).WaitAsync(Patience));

        failure.Status.ShouldBe(GrpcStatusCode.Unimplemented);
        failure.Message.ShouldContain("no.such.Service");
    }

    [Fact]
    public async Task Call_NoAnswerInTime_IsDeadlineExceededOnBothSides()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--silent");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Timeout = TimeSpan.FromMilliseconds(300) });

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience));

        failure.Status.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        (await receiver.ReadAsync())["request"].ShouldNotBeNull();
        ((bool)(await receiver.ReadAsync())["cancelled"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Call_CancelledByTheCaller_IsCancelledOnTheServer()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--silent");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Timeout = Patience });
        using var cancellation = new CancellationTokenSource();

        var call = client.CallAsync(TraceServiceMethods.Export, FullTrace.Request(), cancellationToken: cancellation.Token);
        await receiver.ReadAsync();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        ((bool)(await receiver.ReadAsync())["cancelled"]!).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_LargeMessage_Arrives(bool gzip)
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--brief");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Gzip = gzip, Timeout = Patience });
        var request = FullTrace.Request();
        request.ResourceSpans[0].Resource.Attributes.Add(new KeyValue { Key = "large", Value = new AnyValue { StringValue = new string('x', 20 << 20) } });

        await client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(Patience);

        ((int)(await receiver.ReadAsync())["size"]!).ShouldBe(request.CalculateSize());
    }

    [Fact]
    public async Task Call_LargerThanTheServerTakes_IsResourceExhausted()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--max-receive", "1000");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address);

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience));

        failure.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Call_AThousandTimes_KeepsOneConnection()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--brief");
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Timeout = Patience });
        var request = FullTrace.Request();
        await client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(Patience);

        await Parallel.ForAsync(1, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
            await client.CallAsync(TraceServiceMethods.Export, request, cancellationToken: cancellationToken)).WaitAsync(Patience);

        var peers = new HashSet<string>();
        for (var i = 0; i < 1_000; i++)
        {
            peers.Add((string)(await receiver.ReadAsync())["peer"]!);
        }

        peers.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Call_ServerKilledAndBack_ConnectsAgain()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--brief");
        using var client = new UnaryGrpcClient(address);
        await client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience);
        await receiver.DisposeAsync();

        var failure = await Should.ThrowAsync<GrpcException>(() => client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience));
        var (again, _) = await NodePeer.StartReceiverAsync("--brief", "--port", $"{address.Port}");
        await using var __ = again;
        var answer = await client.CallAsync(TraceServiceMethods.Export, FullTrace.Request()).WaitAsync(Patience);

        failure.Status.ShouldBe(GrpcStatusCode.Unavailable);
        answer.ShouldNotBeNull();
    }
}
