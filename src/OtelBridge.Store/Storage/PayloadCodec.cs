using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage;

/// <summary>Spans of one trace to bytes and back. They are compressed together: the spans of a trace repeat each other.</summary>
internal static class PayloadCodec
{
    // Measured on GenAI spans of 1 KB in tens: see the report of tests/OtelBridge.Benchmarks (storage.bytes).
    private const int Quality = 3;
    private const int WindowBits = 20;

    public static EncodedPayload Encode(TracesData spans)
    {
        var size = spans.CalculateSize();
        var raw = ArrayPool<byte>.Shared.Rent(size);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(size));
        try
        {
            spans.WriteTo(raw.AsSpan(0, size));
            return BrotliEncoder.TryCompress(raw.AsSpan(0, size), packed, out var length, Quality, WindowBits) && length < size
                ? new EncodedPayload(PayloadCodecId.Brotli, size, packed.AsSpan(0, length).ToArray())
                : new EncodedPayload(PayloadCodecId.None, size, raw.AsSpan(0, size).ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static TracesData Decode(EncodedPayload payload)
    {
        if (payload.Codec == PayloadCodecId.None)
        {
            return TracesData.Parser.ParseFrom(payload.Bytes);
        }

        var raw = ArrayPool<byte>.Shared.Rent(payload.Size);
        try
        {
            return BrotliDecoder.TryDecompress(payload.Bytes, raw, out var length) && length == payload.Size
                ? TracesData.Parser.ParseFrom(raw.AsSpan(0, length))
                : throw new InvalidDataException("A payload of the store is damaged: it does not decompress.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }
}
