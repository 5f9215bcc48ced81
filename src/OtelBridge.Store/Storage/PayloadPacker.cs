using System.Buffers;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>Lays the payloads of one request into blocks: one message a trace, each after its length, until a block is large enough.</summary>
/// <remarks>Traces of one service repeat each other (resource, prompts, names), so they compress better together. A block is read whole to show one
/// trace, which bounds its size; a trace that is larger has a block of its own.</remarks>
internal static class PayloadPacker
{
    // 128 KiB decompress and parse in less than a millisecond.
    private const int BlockSize = 128 * 1024;

    /// <summary>Packs the batches in their order.</summary>
    public static PackedBatch[] Pack(IReadOnlyList<TraceBatch> batches)
    {
        var packed = new PackedBatch[batches.Count];
        var sizes = batches.Select(batch => batch.Payload.CalculateSize()).ToArray();
        var first = 0;
        while (first < packed.Length)
        {
            var (end, size) = (first, 0);
            do
            {
                size += CodedOutputStream.ComputeLengthSize(sizes[end]) + sizes[end];
                end++;
            }
            while (end < packed.Length && size + sizes[end] < BlockSize);

            PackBlock(batches, packed, sizes, first..end, size);
            first = end;
        }

        return packed;
    }

    /// <summary>Gives about how much memory packed batches hold while they wait to be written.</summary>
    /// <remarks>The messages wait with their blocks: whoever called holds them. Compressed bytes alone would let tenfold as much wait.</remarks>
    public static long WaitingBytes(PackedBatch[] packed) => packed
        .DistinctBy(batch => batch.Block, ReferenceEqualityComparer.Instance).Sum(batch => (long)batch.Block.Size + batch.Block.Bytes.Length);

    /// <summary>Gives the bytes of the message of one trace in a decompressed block.</summary>
    /// <exception cref="InvalidDataException">There is no message.</exception>
    public static ReadOnlySpan<byte> Raw(byte[] block, int part)
    {
        var (length, at) = (0, part);
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (at < 0 || at >= block.Length)
            {
                break;
            }

            length |= (block[at] & 0x7F) << shift;
            if (block[at++] < 0x80)
            {
                return length >= 0 && length <= block.Length - at ? block.AsSpan(at, length) : throw Ends();
            }
        }

        throw Ends();

        static InvalidDataException Ends() => new("A payload of the store is damaged: it ends before a message of it.");
    }

    /// <summary>Reads the message of one trace out of a decompressed block.</summary>
    /// <exception cref="InvalidDataException">There is no message.</exception>
    public static TracesData Read(byte[] block, int part)
    {
        if (part < 0 || part >= block.Length)
        {
            throw new InvalidDataException("A payload of the store is damaged: it ends before a message of it.");
        }

        try
        {
            using var input = new CodedInputStream(block, part, block.Length - part);
            var message = new TracesData();
            input.ReadMessage(message);
            return message;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("A payload of the store is damaged: it is no message.", e);
        }
    }

    private static void PackBlock(IReadOnlyList<TraceBatch> batches, PackedBatch[] packed, int[] sizes, Range range, int size)
    {
        var raw = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var parts = new int[range.End.Value - range.Start.Value];
            var offset = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                var index = range.Start.Value + i;
                parts[i] = offset;
                offset += WriteLength(raw.AsSpan(offset), sizes[index]);
                batches[index].Payload.WriteTo(raw.AsSpan(offset, sizes[index]));
                offset += sizes[index];
            }

            var block = PayloadBlock.Pack(raw.AsSpan(0, size));
            var resources = new ResourceFacets();
            for (var i = 0; i < parts.Length; i++)
            {
                var batch = batches[range.Start.Value + i];
                var facets = SpanFacets.Of(batch.TraceId, batch.Spans);
                resources.AddTo(facets, batch.Payload);
                packed[range.Start.Value + i] = new PackedBatch(batch, block, parts[i], facets);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    private static int WriteLength(Span<byte> target, int length)
    {
        var written = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            target[written++] = (byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80);
            if (rest < 0x80)
            {
                return written;
            }
        }
    }
}
