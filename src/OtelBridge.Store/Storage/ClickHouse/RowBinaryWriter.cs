using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Writes rows in ClickHouse's RowBinary: values one after the other, little endian, texts and arrays after their length.</summary>
internal sealed class RowBinaryWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024); // bounded by the largest group of writes

    /// <summary>Gets what has been written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Gets how many rows were counted by <see cref="EndRow"/>.</summary>
    public int Rows { get; private set; }

    public void EndRow() => Rows++;

    public void Bool(bool value) => UInt8(value ? (byte)1 : (byte)0);

    public void UInt8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }

    public void UInt32(uint value) => Int32((int)value);

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    public void UInt64(ulong value) => Int64((long)value);

    public void NullableInt64(long? value)
    {
        Bool(value is null);
        if (value is { } number)
        {
            Int64(number);
        }
    }

    public void String(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Length(length);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(Math.Max(length, 1))));
    }

    public void NullableString(string? text)
    {
        Bool(text is null);
        if (text is not null)
        {
            String(text);
        }
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Length(bytes.Length);
        _buffer.Write(bytes);
    }

    /// <summary>Writes the number of bytes, items or pairs that follow.</summary>
    public void Length(int length)
    {
        for (var rest = (uint)length; ; rest >>= 7)
        {
            UInt8((byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80));
            if (rest < 0x80)
            {
                return;
            }
        }
    }

    public void Map(IReadOnlyCollection<KeyValuePair<string, string>> map)
    {
        Length(map.Count);
        foreach (var (key, value) in map)
        {
            String(key);
            String(value);
        }
    }

    public void Array<T>(IReadOnlyCollection<T> items, Action<RowBinaryWriter, T> write)
    {
        Length(items.Count);
        foreach (var item in items)
        {
            write(this, item);
        }
    }
}
