using System.Buffers.Binary;
using System.IO.Pipelines;
using FsCheck.Fluent;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class GrpcFrameTests
{
    private const int Limit = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadUnary_WrittenFrame_GivesTheMessageBack(bool gzip)
    {
        var request = Request(spans: 50);

        var read = await ReadAsync(GrpcFrame.Write(request, gzip).ToArray(), gzip ? "gzip" : null);

        read.ShouldBe(request);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadUnary_EmptyMessage_IsRead(bool gzip)
    {
        var read = await ReadAsync(GrpcFrame.Write(new ExportTraceServiceRequest(), gzip).ToArray(), gzip ? "gzip" : null);

        read.ShouldBe(new ExportTraceServiceRequest());
    }

    [Fact]
    public async Task ReadUnary_EmptyMessageThatANetClientCompressedToNothing_IsRead() =>
        (await ReadAsync([1, 0, 0, 0, 0], "gzip")).ShouldBe(new ExportTraceServiceRequest());

    [Fact]
    public void Seal_BufferWithFreeHead_IsTheSameAsWrite()
    {
        var request = Request(spans: 3);
        var buffer = new byte[GrpcFrame.HeaderSize + request.CalculateSize()];
        request.WriteTo(buffer.AsSpan(GrpcFrame.HeaderSize));

        GrpcFrame.Seal(buffer, gzip: false).ToArray().ShouldBe(GrpcFrame.Write(request, gzip: false).ToArray());
        GrpcFrame.Seal(buffer, gzip: true).ToArray().ShouldBe(GrpcFrame.Write(request, gzip: true).ToArray());
    }

    [Fact]
    public void Seal_BufferShorterThanAHead_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => GrpcFrame.Seal(new byte[4], gzip: false));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadUnary_CutOffAtAnyByte_IsInternal(bool gzip)
    {
        var frame = GrpcFrame.Write(Request(spans: 2), gzip).ToArray();

        for (var length = 0; length < frame.Length; length++)
        {
            var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(frame[..length], gzip ? "gzip" : null));
            exception.Status.ShouldBe(GrpcStatusCode.Internal, $"cut off at {length}");
        }
    }

    [Fact]
    public async Task ReadUnary_GzipCutOffInsideAWholeFrame_IsInternal()
    {
        var compressed = GrpcFrame.Write(Request(spans: 2), gzip: true).ToArray()[..^3];
        BinaryPrimitives.WriteUInt32BigEndian(compressed.AsSpan(1), (uint)compressed.Length - GrpcFrame.HeaderSize);

        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(compressed, "gzip"));

        exception.Status.ShouldBe(GrpcStatusCode.Internal);
    }

    [Theory]
    [InlineData(1u << 30)]
    [InlineData(uint.MaxValue)]
    [InlineData((uint)Limit + 1)]
    public async Task ReadUnary_PrefixAboveTheLimit_IsRefusedBeforeAByteIsRead(uint length)
    {
        // The pipe never ends: a reader that waited for the bytes would wait for ever.
        var pipe = new Pipe();
        var head = new byte[GrpcFrame.HeaderSize];
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), length);
        await pipe.Writer.WriteAsync(head);

        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(pipe.Reader, null).WaitAsync(Patience));

        exception.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
        exception.Message.ShouldContain($"{length}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public async Task ReadUnary_UnknownFlag_IsInternal(byte flag)
    {
        var frame = GrpcFrame.Write(Request(spans: 1), gzip: false).ToArray();
        frame[0] = flag;

        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(frame, null));

        exception.Status.ShouldBe(GrpcStatusCode.Internal);
        exception.Message.ShouldContain($"{flag}");
    }

    [Fact]
    public async Task ReadUnary_TwoMessages_AreRefused()
    {
        var frame = GrpcFrame.Write(Request(spans: 1), gzip: false).ToArray();

        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync([.. frame, .. frame], null));

        exception.Status.ShouldBe(GrpcStatusCode.Unimplemented);
    }

    [Theory]
    [InlineData("deflate", GrpcStatusCode.Unimplemented)]
    [InlineData("snappy", GrpcStatusCode.Unimplemented)]
    [InlineData("GZIP", GrpcStatusCode.Unimplemented)]
    [InlineData("identity", GrpcStatusCode.Internal)]
    [InlineData("", GrpcStatusCode.Internal)]
    [InlineData(null, GrpcStatusCode.Internal)]
    public async Task ReadUnary_CompressedWithoutGzipNamed_IsRefused(string? encoding, GrpcStatusCode expected)
    {
        var frame = GrpcFrame.Write(Request(spans: 1), gzip: true).ToArray();

        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(frame, encoding));

        exception.Status.ShouldBe(expected);
    }

    [Fact]
    public async Task ReadUnary_GzipNamedAndMessagePlain_IsRead()
    {
        var request = Request(spans: 1);

        (await ReadAsync(GrpcFrame.Write(request, gzip: false).ToArray(), "gzip")).ShouldBe(request);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadUnary_ExactlyTheLimit_IsReadAndOneMoreIsNot(bool gzip)
    {
        var request = Request(spans: 100);
        var frame = GrpcFrame.Write(request, gzip).ToArray();
        var size = request.CalculateSize();

        (await ReadAsync(frame, "gzip", size)).ShouldBe(request);
        var exception = await Should.ThrowAsync<GrpcException>(() => ReadAsync(frame, "gzip", size - 1));

        exception.Status.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task ReadUnary_FrameInSingleBytes_IsRead()
    {
        var request = Request(spans: 3);
        var reader = PipeReader.Create(Segments.Of(GrpcFrame.Write(request, gzip: true), 1));

        (await ReadAsync(reader, "gzip")).ShouldBe(request);
    }

    [Fact]
    public void ReadUnary_AnyBytes_EndInAMessageOrAGrpcException() =>
        Prop.ForAll<byte[], bool>((bytes, gzip) =>
        {
            byte[] frame = [gzip ? (byte)1 : (byte)0, 0, 0, 0, (byte)bytes.Length, .. bytes];
            try
            {
                ReadAsync(frame, "gzip").GetAwaiter().GetResult();
            }
            catch (GrpcException e)
            {
                e.Status.ShouldBeOneOf(GrpcStatusCode.InvalidArgument, GrpcStatusCode.Internal, GrpcStatusCode.Unimplemented);
            }
        }).ShouldHold(values: 2_000);

    [Fact]
    public async Task ReadUnary_AnyOneByteOfARealMessageChanged_EndsInAMessageOrAGrpcException()
    {
        var frame = GrpcFrame.Write(Request(spans: 1), gzip: false).ToArray();
        var refused = 0;
        for (var at = GrpcFrame.HeaderSize; at < frame.Length; at++)
        {
            var damaged = frame.ToArray();
            damaged[at] ^= 0xff;
            try
            {
                await ReadAsync(damaged, null);
            }
            catch (GrpcException e)
            {
                e.Status.ShouldBe(GrpcStatusCode.InvalidArgument);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
    }

    private static ExportTraceServiceRequest Request(int spans)
    {
        var scope = new ScopeSpans();
        for (var i = 0; i < spans; i++)
        {
            scope.Spans.Add(new Span
            {
                TraceId = ByteString.CopyFrom(new byte[16]),
                Name = $"span {i}",
                Attributes = { new KeyValue { Key = "k", Value = new AnyValue { StringValue = "värde" } } },
            });
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } };
    }

    private static Task<ExportTraceServiceRequest> ReadAsync(byte[] body, string? encoding, int limit = Limit) =>
        ReadAsync(PipeReader.Create(new MemoryStream(body)), encoding, limit);

    private static Task<ExportTraceServiceRequest> ReadAsync(PipeReader reader, string? encoding, int limit = Limit) =>
        GrpcFrame.ReadUnaryAsync(reader, encoding, limit, ExportTraceServiceRequest.Parser, CancellationToken.None).AsTask();
}
