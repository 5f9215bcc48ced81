using System.Buffers.Binary;
using System.Text;

namespace OtelBridge.Export.Writing;

/// <summary>A growing buffer with the few protobuf writes that OTLP spans need.</summary>
/// <remarks>
/// Lengths of messages that are written before their size is known take a fixed four bytes (a varint may be padded), so nothing is
/// measured twice or moved. That bounds one message to 256 MiB; requests are bounded far below.
/// Past its limit the buffer takes no more texts and says so, and the writer starts over with less: a value of 100 MB never grows it to that.
/// </remarks>
internal sealed class ProtobufBuffer(int initialSize, int limit)
{
    private const int ReservedLength = 4;
    private const int MaxVarint = 10;

    private byte[] _bytes = new byte[initialSize];

    public int Position { get; private set; }

    /// <summary>Gets whether something was left out because the limit was reached.</summary>
    public bool IsFull { get; private set; }

    public Memory<byte> Written => _bytes.AsMemory(0, Position);

    /// <summary>Starts over at a position: what was written after it is forgotten, and so is that the buffer was full.</summary>
    public void Reset(int position)
    {
        Position = position;
        IsFull = false;
    }

    /// <summary>Forgets what was written after a position.</summary>
    public void Rewind(int position) => Position = position;

    /// <summary>Whether so many bytes may be written; if not, the buffer is full from now on.</summary>
    public bool Fits(int size)
    {
        IsFull |= (long)Position + size > limit;
        return !IsFull;
    }

    /// <summary>Opens a message field; <see cref="End"/> closes it.</summary>
    public int Begin(int field)
    {
        Ensure(MaxVarint + ReservedLength);
        WriteRawVarint(Tag(field, WireType.Length));
        var start = Position;
        Position += ReservedLength;
        return start;
    }

    public void End(int start)
    {
        var length = (uint)(Position - start - ReservedLength);
        var at = _bytes.AsSpan(start, ReservedLength);
        at[0] = (byte)(length | 0x80);
        at[1] = (byte)((length >> 7) | 0x80);
        at[2] = (byte)((length >> 14) | 0x80);
        at[3] = (byte)((length >> 21) & 0x7F);
    }

    public void WriteString(int field, ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (Fits(size))
        {
            WriteLengthPrefix(field, size);
            Encoding.UTF8.GetBytes(text, Claim(size));
        }
    }

    public void WriteBytes(int field, ReadOnlySpan<byte> bytes)
    {
        if (Fits(bytes.Length))
        {
            WriteLengthPrefix(field, bytes.Length);
            Append(bytes);
        }
    }

    /// <summary>Writes the tag and length of a field whose content follows and is known to be <paramref name="size"/> bytes.</summary>
    public void WriteLengthPrefix(int field, int size)
    {
        Ensure(2 * MaxVarint);
        WriteRawVarint(Tag(field, WireType.Length));
        WriteRawVarint((uint)size);
    }

    public void WriteVarint(int field, ulong value)
    {
        Ensure(2 * MaxVarint);
        WriteRawVarint(Tag(field, WireType.Varint));
        WriteRawVarint(value);
    }

    public void WriteFixed64(int field, ulong value)
    {
        Ensure(MaxVarint + 8);
        WriteRawVarint(Tag(field, WireType.Fixed64));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(Position), value);
        Position += 8;
    }

    public void WriteFixed32(int field, uint value)
    {
        Ensure(MaxVarint + 4);
        WriteRawVarint(Tag(field, WireType.Fixed32));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(Position), value);
        Position += 4;
    }

    /// <summary>Gives room that the caller fills whole.</summary>
    public Span<byte> Claim(int size)
    {
        Ensure(size);
        var room = _bytes.AsSpan(Position, size);
        Position += size;
        return room;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Claim(bytes.Length));

    /// <summary>Bytes that a varint takes.</summary>
    public static int VarintSize(ulong value) => ((63 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7) + 1;

    /// <summary>Writes a varint into a span and returns the bytes it took.</summary>
    public static int PutVarint(Span<byte> at, ulong value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            at[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        at[i] = (byte)value;
        return i + 1;
    }

    /// <summary>The tag before a field.</summary>
    public static uint Tag(int field, WireType type) => ((uint)field << 3) | (uint)type;

    private void WriteRawVarint(ulong value) => Position += PutVarint(_bytes.AsSpan(Position), value);

    private void Ensure(int free)
    {
        if (_bytes.Length - Position < free)
        {
            Array.Resize(ref _bytes, checked((int)Math.Max((long)Position + free, Math.Min(_bytes.Length * 2L, Array.MaxLength))));
        }
    }

    /// <summary>How a field's value is laid out; the low three bits of a tag.</summary>
    internal enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Length = 2,
        Fixed32 = 5,
    }
}
