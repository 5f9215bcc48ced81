using System.Buffers;
using System.IO.Compression;

namespace OtelBridge.Grpc;

/// <summary>Gzip whose output has a limit, so that a small request cannot become a large one (a gzip bomb).</summary>
public static class BoundedGzip
{
    /// <summary>Decompresses a whole body.</summary>
    /// <exception cref="MessageTooLargeException">The output exceeds <paramref name="limit"/>; reading stopped there.</exception>
    /// <exception cref="InvalidDataException">The body is not gzip, or is cut off.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlySequence<byte> body, int limit)
    {
        using var source = new GZipStream(new SequenceStream(body), CompressionMode.Decompress);
        var output = new ArrayBufferWriter<byte>((int)Math.Clamp(body.Length * 4, 256, Math.Min(limit, 1 << 20)));
        while (true)
        {
            var read = source.Read(output.GetSpan(4096));
            if (read == 0)
            {
                break;
            }

            output.Advance(read);
            if (output.WrittenCount > limit)
            {
                throw new MessageTooLargeException($"The message is larger than {limit} bytes after decompression.");
            }
        }

        // A gzip member ends with eight bytes of check sum and length. GZipStream ends quietly where input was cut off: an empty
        // input, or one without its trailer, must not read as a shorter message.
        return IsWhole(body, output.WrittenCount)
            ? output.WrittenMemory
            : throw new InvalidDataException("The gzip data is cut off.");
    }

    /// <summary>Compresses at the fastest level.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var output = new MemoryStream(Math.Max(256, body.Length / 3));
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return output.ToArray();
    }

    // The last four bytes of a gzip member are the length of its content modulo 2^32.
    private static bool IsWhole(ReadOnlySequence<byte> body, int written)
    {
        const int SmallestMember = 18;
        if (body.Length < SmallestMember)
        {
            return false;
        }

        Span<byte> length = stackalloc byte[4];
        body.Slice(body.Length - 4).CopyTo(length);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(length) <= written;
    }
}
