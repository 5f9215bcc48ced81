using System.Buffers;
using System.IO.Compression;

namespace OtelBridge.Grpc;

/// <summary>Gzip whose output has a limit, so that a small request cannot become a large one (a gzip bomb).</summary>
public static class BoundedGzip
{
    // Ten bytes of header, an empty block, four bytes of check sum and four of length.
    private const int SmallestMember = 20;

    private static ReadOnlySpan<byte> EmptyMember => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Decompresses a whole body: one gzip member, or several in a row as the format allows.</summary>
    /// <exception cref="MessageTooLargeException">The output exceeds <paramref name="limit"/>; reading stopped there.</exception>
    /// <exception cref="InvalidDataException">The body is not gzip, is damaged or cut off, or something else follows the gzip data.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlySequence<byte> body, int limit)
    {
        if (body.Length < SmallestMember)
        {
            throw new InvalidDataException("The gzip data is cut off.");
        }

        // GZipStream ends quietly where its input is cut off, and leaves unread what is not gzip. So a member of our own follows the
        // body: its content comes out last, and whole, only if everything before it was whole members. A cut-off body swallows the
        // beginning of it, garbage keeps it from being read.
        using var source = new GZipStream(new SequenceStream(body, GzipSentinel.Member), CompressionMode.Decompress);
        var output = new ArrayBufferWriter<byte>((int)Math.Min(Math.Max(body.Length * 4, 256), 1 << 20));
        while (true)
        {
            var read = source.Read(output.GetSpan(4096));
            if (read == 0)
            {
                break;
            }

            output.Advance(read);
            if (output.WrittenCount - GzipSentinel.Content.Length > limit)
            {
                throw new MessageTooLargeException($"The message is larger than {limit} bytes after decompression.");
            }
        }

        return output.WrittenSpan.EndsWith(GzipSentinel.Content)
            ? output.WrittenMemory[..^GzipSentinel.Content.Length]
            : throw new InvalidDataException("The gzip data is cut off, or is followed by something else.");
    }

    /// <summary>Compresses at the fastest level.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            // GZipStream writes nothing at all where nothing was written to it; that is not gzip.
            return EmptyMember.ToArray();
        }

        using var output = new MemoryStream(Math.Max(256, body.Length / 3));
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return output.ToArray();
    }
}
