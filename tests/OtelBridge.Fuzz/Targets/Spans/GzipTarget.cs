using System.Buffers;
using System.IO.Compression;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Grpc;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>Compressed bodies: cut off, damaged, with something behind them, and those that become far more than they are.</summary>
internal sealed class GzipTarget : FuzzTarget
{
    private const int Limit = 64 << 10;

    public override string Name => "gzip";

    public override string What => "compressed bodies: cut off, damaged, followed by others, and bombs";

    public override IEnumerable<byte[]> Seeds =>
        [BoundedGzip.Compress("hello"u8), BoundedGzip.Compress([]), [.. BoundedGzip.Compress("a"u8), .. BoundedGzip.Compress("b"u8)], BoundedGzip.Compress(new byte[Limit]), BoundedGzip.Compress(new byte[1 << 20])];

    // As much as the limit, and the arrays that it was grown through.
    public override long AllowedBytes(int length) => (2L << 20) + (64L * length);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var output = BoundedGzip.Decompress(new ReadOnlySequence<byte>(input.ToArray()), Limit);
        Promise(output.Length <= Limit, "The output stays within its limit.");
        Promise(output.Span.SequenceEqual(Plain(input)), "The output is what the platform makes of the body.");
        return output.Length switch { 0 => "empty", < 100 => "short", _ => "long" };
    }

    public override bool IsRefusal(Exception exception) => exception is InvalidDataException or MessageTooLargeException;

    private static byte[] Plain(ReadOnlySpan<byte> input)
    {
        using var gzip = new GZipStream(new MemoryStream(input.ToArray()), CompressionMode.Decompress);
        using var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }
}
