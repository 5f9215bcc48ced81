using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace OtelBridge.Grpc;

/// <summary>The five bytes before every gRPC message (compressed flag, big-endian length), and the one message of a unary call.</summary>
/// <remarks>Client and server read and write through here, so a limit or a check holds on both ends.</remarks>
public static class GrpcFrame
{
    /// <summary>Bytes before a message.</summary>
    public const int HeaderSize = 5;

    /// <summary>The message limit that gRPC implementations default to: 4 MiB.</summary>
    public const int DefaultMaxMessageSize = 4 * 1024 * 1024;

    /// <summary>Frames a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="gzip">Whether to compress it; the sender says so in <see cref="GrpcHeaders.Encoding"/>.</param>
    public static ReadOnlyMemory<byte> Write(IMessage message, bool gzip)
    {
        var size = message.CalculateSize();
        var frame = new byte[HeaderSize + size];
        message.WriteTo(frame.AsSpan(HeaderSize));
        return Seal(frame, gzip);
    }

    /// <summary>Fills in the header of a buffer whose first five bytes were left free, compressing the rest if asked to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is shorter than a header.</exception>
    public static ReadOnlyMemory<byte> Seal(Memory<byte> frame, bool gzip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, HeaderSize);
        if (gzip)
        {
            var compressed = BoundedGzip.Compress(frame.Span[HeaderSize..]);
            frame = new byte[HeaderSize + compressed.Length];
            compressed.CopyTo(frame[HeaderSize..]);
        }

        frame.Span[0] = gzip ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(frame.Span[1..], (uint)(frame.Length - HeaderSize));
        return frame;
    }

    /// <summary>Reads the one message of a unary call and checks that nothing follows it.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="encoding">Value of <see cref="GrpcHeaders.Encoding"/>, if any.</param>
    /// <param name="maxSize">Largest message in bytes, before and after decompression.</param>
    /// <param name="parser">Reads the message.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="held">Told, as it grows, how many bytes the call holds: those that have come, then also those decompressed, and what many small parts count as (<see cref="MessageParts"/>).
    /// What it throws ends the reading.</param>
    /// <exception cref="GrpcException">
    /// <see cref="GrpcStatusCode.ResourceExhausted"/> above the limit (before the bytes are read), <see cref="GrpcStatusCode.Internal"/> for a
    /// broken frame, <see cref="GrpcStatusCode.Unimplemented"/> for another compression or a second message,
    /// <see cref="GrpcStatusCode.InvalidArgument"/> for bytes that are not the message.
    /// </exception>
    public static async ValueTask<TMessage> ReadUnaryAsync<TMessage>(
        PipeReader reader,
        string? encoding,
        int maxSize,
        MessageParser<TMessage> parser,
        CancellationToken cancellationToken,
        Action<long>? held = null)
        where TMessage : class, IMessage<TMessage>
    {
        var head = await reader.ReadAtLeastAsync(HeaderSize, cancellationToken).ConfigureAwait(false);
        if (head.Buffer.Length < HeaderSize)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"The body ends inside the message header: {head.Buffer.Length} of {HeaderSize} bytes.");
        }

        var (compressed, length) = ReadHeader(head.Buffer);
        if (length > maxSize)
        {
            throw TooLarge(length, maxSize);
        }

        reader.AdvanceTo(head.Buffer.GetPosition(HeaderSize));
        var body = await ReadAtLeastAsync(reader, length, held, cancellationToken).ConfigureAwait(false);
        if (body.Buffer.Length < length)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"The body ends inside the message: {body.Buffer.Length} of {length} bytes.");
        }

        var message = Parse(body.Buffer.Slice(0, length), compressed, encoding, maxSize, parser, held);
        reader.AdvanceTo(body.Buffer.GetPosition(length));
        var rest = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!rest.Buffer.IsEmpty)
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, "A unary call carries one message; this body carries more.");
        }

        return message;
    }

    private static async ValueTask<ReadResult> ReadAtLeastAsync(
        PipeReader reader, uint length, Action<long>? held, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            held?.Invoke(read.Buffer.Length);
            if (read.Buffer.Length >= length || read.IsCompleted)
            {
                return read;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (bool Compressed, uint Length) ReadHeader(ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        return header[0] switch
        {
            0 => (false, BinaryPrimitives.ReadUInt32BigEndian(header[1..])),
            1 => (true, BinaryPrimitives.ReadUInt32BigEndian(header[1..])),
            var flag => throw new GrpcException(GrpcStatusCode.Internal, $"The compressed flag of the message is {flag}; it is 0 or 1."),
        };
    }

    private static TMessage Parse<TMessage>(
        ReadOnlySequence<byte> bytes, bool compressed, string? encoding, int maxSize, MessageParser<TMessage> parser, Action<long>? held)
        where TMessage : class, IMessage<TMessage>
    {
        if (compressed && encoding is null or "" or GrpcHeaders.Identity)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"The message is flagged as compressed and {GrpcHeaders.Encoding} names no compression.");
        }

        if (compressed && encoding != GrpcHeaders.Gzip)
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"Messages compressed with '{encoding}' cannot be read; use gzip or none.");
        }

        try
        {
            // Nothing, flagged as compressed, is what GZipStream makes of an empty message; .NET clients send it.
            if (!compressed || bytes.IsEmpty)
            {
                return Decode(bytes, maxSize, parser, held);
            }

            var decompressed = BoundedGzip.Decompress(bytes, maxSize);
            held?.Invoke(bytes.Length + decompressed.Length);
            return Decode(new ReadOnlySequence<byte>(decompressed), maxSize, parser, held);
        }
        catch (MessageTooLargeException e)
        {
            throw new GrpcException(GrpcStatusCode.ResourceExhausted, e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw new GrpcException(GrpcStatusCode.Internal, "The message is flagged as gzip and cannot be decompressed.", e);
        }
        catch (InvalidMessageException e)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, e.Message, e);
        }
    }

    // Whoever counts what it holds also has to count what becomes of it; a client asked for its answer.
    private static TMessage Decode<TMessage>(ReadOnlySequence<byte> bytes, int maxSize, MessageParser<TMessage> parser, Action<long>? held)
        where TMessage : class, IMessage<TMessage> =>
        held is null ? MessageReader.Read(parser, bytes) : MessageReader.Read(parser, bytes, maxSize, held);

    private static GrpcException TooLarge(uint length, int maxSize) =>
        new(GrpcStatusCode.ResourceExhausted, $"The message is {length} bytes; the limit is {maxSize}.");
}
