using System.Net;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Grpc;

public sealed class UnaryEndpointTests
{
    [Theory]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Import")]
    [InlineData("/no.such.Service/Export")]
    [InlineData("/")]
    public async Task UnknownMethod_IsUnimplementedWithoutBody(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, path, RawGrpcCall.Frame([]));

        answer.Http.ShouldBe(HttpStatusCode.OK);
        answer.Status.ShouldBe(GrpcStatusCode.Unimplemented);
        answer.IsTrailersOnly.ShouldBeTrue();
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    public async Task ContentType_ThatIsNotGrpc_IsUnsupportedMediaType(string? contentType)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame([]), contentType);

        answer.Http.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Status.ShouldBeNull();
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task ContentType_InEveryFormOfGrpc_IsTaken(string contentType)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame([]), contentType);

        answer.Status.ShouldBe(GrpcStatusCode.Ok);
        answer.IsTrailersOnly.ShouldBeFalse();
        answer.Body.ShouldBe(new byte[GrpcFrame.HeaderSize]);
    }

    [Fact]
    public async Task LengthPrefix_OfOneGigabyte_IsRefusedBeforeAnythingIsRead()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame([1, 2, 3], length: 1 << 30));

        answer.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
        answer.Message.ShouldBe("The message is 1073741824 bytes; the limit is 67108864.");
    }

    [Fact]
    public async Task GzipBomb_IsRefusedAtTheLimit()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestSize = 100_000);
        var bomb = BoundedGzip.Compress(new byte[10_000_000]);
        bomb.Length.ShouldBeLessThan(100_000);

        var answer = await RawGrpcCall.SendAsync(
            server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame(bomb, flag: 1), headers: (GrpcHeaders.Encoding, GrpcHeaders.Gzip));

        answer.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(new byte[] { }, GrpcStatusCode.Internal)] // no frame at all
    [InlineData(new byte[] { 0, 0, 0 }, GrpcStatusCode.Internal)] // ends in the header
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1, 2 }, GrpcStatusCode.Internal)] // ends in the message
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, GrpcStatusCode.Internal)] // no such flag
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 0 }, GrpcStatusCode.Internal)] // compressed, nobody says how
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, GrpcStatusCode.Unimplemented)] // two messages
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 255, 255, 255 }, GrpcStatusCode.InvalidArgument)] // not protobuf
    public async Task Frame_ThatIsBroken_GetsTheStatusOfItsFault(byte[] body, GrpcStatusCode status)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, body);

        answer.Http.ShouldBe(HttpStatusCode.OK);
        answer.Status.ShouldBe(status);
        answer.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task GzippedRequest_ThatIsCutOff_IsInternal()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var whole = BoundedGzip.Compress(OtlpSamples.Request(OtlpSamples.Span(1, 1)).ToByteArray());

        var answer = await RawGrpcCall.SendAsync(
            server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame(whole[..^12], flag: 1), headers: (GrpcHeaders.Encoding, GrpcHeaders.Gzip));

        answer.Status.ShouldBe(GrpcStatusCode.Internal);
    }

    [Theory]
    [InlineData("identity,gzip", true)]
    [InlineData("identity", false)]
    [InlineData(null, false)]
    public async Task Answer_WhenLarge_IsGzippedOnlyForCallersThatReadIt(string? accepted, bool gzipped)
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(
            TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1).With("text", new string('x', 100_000))));
        var request = RawGrpcCall.Frame(new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        (string, string)[] headers = accepted is null ? [] : [(GrpcHeaders.AcceptEncoding, accepted)];

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, TrackingServiceMethods.GetTrace.Path, request, headers: headers);

        answer.Status.ShouldBe(GrpcStatusCode.Ok);
        answer.Encoding.ShouldBe(gzipped ? GrpcHeaders.Gzip : null);
        answer.Body[0].ShouldBe(gzipped ? (byte)1 : (byte)0);
        (answer.Body.Length < 10_000).ShouldBe(gzipped);
    }

    [Fact]
    public async Task Answer_AboveTheLimit_IsResourceExhausted()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxResponseSize = 1000);
        await server.Grpc.CallAsync(
            TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1).With("text", new string('x', 2000))));

        var call = server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });

        (await Should.ThrowAsync<GrpcException>(call)).Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Deadline_ThatPasses_IsDeadlineExceeded()
    {
        var store = new ScriptedTraceStore { OnGet = static async token => { await ScriptedTraceStore.NeverAsync(token); return []; } };
        await using var host = await ForeignHost.StartAsync(store);
        var request = RawGrpcCall.Frame(new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });

        var answer = await RawGrpcCall.SendAsync(
            host.GrpcAddress, TrackingServiceMethods.GetTrace.Path, request, headers: (GrpcHeaders.Timeout, "20m"));

        answer.Status.ShouldBe(GrpcStatusCode.DeadlineExceeded);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("123456789S")]
    public async Task Timeout_ThatIsNone_IsRefused(string timeout)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(
            server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame([]), headers: (GrpcHeaders.Timeout, timeout));

        answer.Status.ShouldBe(GrpcStatusCode.Internal);
    }

    [Fact]
    public async Task Timeout_OfTheLongestKind_IsKept()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await RawGrpcCall.SendAsync(
            server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame([]), headers: (GrpcHeaders.Timeout, "99999999H"));

        answer.Status.ShouldBe(GrpcStatusCode.Ok);
    }

    [Fact]
    public async Task Caller_WhoLeaves_CancelsTheHandler()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new ScriptedTraceStore
        {
            OnGet = async token =>
            {
                entered.SetResult();
                try
                {
                    await ScriptedTraceStore.NeverAsync(token);
                    return [];
                }
                finally
                {
                    cancelled.SetResult();
                }
            },
        };
        await using var host = await ForeignHost.StartAsync(store);
        using var leave = new CancellationTokenSource();

        var call = host.Grpc.CallAsync(
            TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) }, cancellationToken: leave.Token);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task StoreUnavailable_IsUnavailable()
    {
        var store = new ScriptedTraceStore { OnWrite = static _ => throw new StoreUnavailableException("The disk is full.") };
        await using var host = await ForeignHost.StartAsync(store);

        var call = host.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));

        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(GrpcStatusCode.Unavailable);
        error.Message.ShouldBe("The disk is full.");
    }

    [Fact]
    public async Task UnexpectedException_IsInternalWithoutItsText_AndIsLogged()
    {
        var store = new ScriptedTraceStore { OnGet = static _ => throw new InvalidOperationException("secret of the database") };
        await using var host = await ForeignHost.StartAsync(store);

        var call = host.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });

        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(GrpcStatusCode.Internal);
        error.Message.ShouldNotContain("secret");
        host.Log.ShouldContain(entry => entry.EventId == 1001 && entry.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task Message_OutsideAscii_IsPercentEncodedAndBounded()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var request = RawGrpcCall.Frame(new GetTraceRequest { TraceId = "größe\n" + new string('é', 100) });

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, TrackingServiceMethods.GetTrace.Path, request);

        answer.Status.ShouldBe(GrpcStatusCode.NotFound);
        answer.Message.ShouldNotBeNull();
        answer.Message.ShouldContain("gr%C3%B6%C3%9Fe%0A");
        answer.Message.Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task Http1_OnTheGrpcListener_IsRefusedAndTheServerLives()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(server.GrpcAddress, "/health"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Grpc.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest())).PartialSuccess.ShouldBeNull();
    }
}
