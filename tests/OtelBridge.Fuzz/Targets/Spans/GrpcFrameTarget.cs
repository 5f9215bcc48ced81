using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>The frame of a unary gRPC call, plain and compressed, in pieces as a network delivers it.</summary>
/// <remarks>The first byte of an input says what compression the call names and how large the pieces are; the rest is the body.</remarks>
internal sealed class GrpcFrameTarget : FuzzTarget
{
    private const int MaxSize = 64 << 10;

    private static readonly string?[] Encodings = [null, "identity", "gzip", "br"];

    public override string Name => "grpc-frame";

    public override string What => "the frame of a unary gRPC call, plain and gzip, in pieces";

    public override IEnumerable<byte[]> Seeds =>
        from request in Spans.SpanSeeds.Requests
        from gzip in new[] { false, true }
        select (byte[])[(byte)((gzip ? 2 : 0) + 4), .. GrpcFrame.Write(request, gzip).Span];

    public override IReadOnlyList<string> Words { get; } = ["\0\0\0\0\0", "\u0001\0\0\0\0", "\0\0\u0001\0\0"];

    // Twice what is decompressed, and what becomes of it.
    public override long AllowedBytes(int length) => (16L << 20) + (2000L * length);

    public override string Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return "nothing";
        }

        var held = 0L;
        var size = 1 + (input[0] >> 2);
        var reader = PipeReader.Create(Pieces(input[1..].ToArray(), size));
        var message = GrpcFrame.ReadUnaryAsync(reader, Encodings[input[0] & 3], MaxSize, ExportTraceServiceRequest.Parser, CancellationToken.None, bytes => held = Math.Max(held, bytes))
            .AsTask().GetAwaiter().GetResult();
        Promise(held <= input.Length + (2L * MaxSize), "What is held is no more than what came and its limit.");
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(message.ResourceSpans.Count, 3)}");
    }

    public override bool IsRefusal(Exception exception) => exception is GrpcException;

    private static ReadOnlySequence<byte> Pieces(byte[] bytes, int size)
    {
        var first = new Piece(bytes.AsMemory(0, Math.Min(size, bytes.Length)), null);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            last = new Piece(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
