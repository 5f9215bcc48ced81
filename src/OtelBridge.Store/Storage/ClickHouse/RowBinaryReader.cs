using System.Buffers.Binary;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads rows in ClickHouse's RowBinary, value by value as the statement selects them.</summary>
/// <remarks>What is read beyond the end is <see cref="InvalidDataException"/>: the server ended its answer early, or the statement selects other types.</remarks>
internal sealed class RowBinaryReader(byte[] bytes)
{
    private int _at;

    /// <summary>Gets whether there is another row.</summary>
    public bool HasMore => _at < bytes.Length;

    public bool Bool() => UInt8() != 0;

    public byte UInt8() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public double Float64() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public long? NullableInt64() => Bool() ? null : Int64();

    public string String() => Encoding.UTF8.GetString(Bytes());

    public string? NullableString() => Bool() ? null : String();

    public ReadOnlySpan<byte> Bytes() => Take(Length());

    public int Length()
    {
        var length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = UInt8();
            length |= (b & 0x7F) << shift;
            if (b < 0x80)
            {
                return length >= 0 ? length : throw Ends();
            }
        }

        throw Ends();
    }

    public List<KeyValuePair<string, string>> Map()
    {
        var count = Length();
        var map = new List<KeyValuePair<string, string>>(Math.Min(count, bytes.Length - _at));
        for (var i = 0; i < count; i++)
        {
            map.Add(new(String(), String()));
        }

        return map;
    }

    public List<T> Array<T>(Func<RowBinaryReader, T> read)
    {
        var count = Length();
        var items = new List<T>(Math.Min(count, bytes.Length - _at));
        for (var i = 0; i < count; i++)
        {
            items.Add(read(this));
        }

        return items;
    }

    private static InvalidDataException Ends() => new("An answer of ClickHouse ends in the middle of a row.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
        {
            throw Ends();
        }

        var taken = bytes.AsSpan(_at, count);
        _at += count;
        return taken;
    }
}
