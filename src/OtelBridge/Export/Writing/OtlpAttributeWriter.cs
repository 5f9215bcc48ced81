using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Writing;

/// <summary>Writes attributes as OTLP <c>KeyValue</c>s, choosing the type of a value as the official exporter does.</summary>
internal static class OtlpAttributeWriter
{
    /// <summary>Levels of maps inside maps; below, a map is written as its text. The official exporter's bound.</summary>
    public const int MaxMapDepth = 3;

    private const byte KeyTag = (OtlpFields.Key << 3) | (int)ProtobufBuffer.WireType.Length;
    private const byte ValueTag = (OtlpFields.Value << 3) | (int)ProtobufBuffer.WireType.Length;
    private const byte StringTag = (OtlpFields.String << 3) | (int)ProtobufBuffer.WireType.Length;
    private const byte BoolTag = (OtlpFields.Bool << 3) | (int)ProtobufBuffer.WireType.Varint;
    private const byte IntTag = (OtlpFields.Int << 3) | (int)ProtobufBuffer.WireType.Varint;
    private const byte DoubleTag = (OtlpFields.Double << 3) | (int)ProtobufBuffer.WireType.Fixed64;

    /// <summary>Writes one attribute; false, with nothing written, when it has no key or its value cannot be read.</summary>
    /// <param name="buffer">Takes the attribute.</param>
    /// <param name="field">Number of the attribute's field in the surrounding message.</param>
    /// <param name="key">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    public static bool TryWrite(ProtobufBuffer buffer, int field, string? key, object? value) => TryWrite(buffer, field, key, value, ValueBound.None);

    /// <summary>Writes as much of one attribute as may be; false, with nothing written, when it has no key or its value cannot be read.</summary>
    public static bool TryWrite(ProtobufBuffer buffer, int field, string? key, object? value, in ValueBound bound)
    {
        if (key is null)
        {
            return false;
        }

        switch (value)
        {
            case string text when text.Length <= bound.MaxLength: WriteText(buffer, field, key, text); return true;
            case int number: WriteInteger(buffer, field, key, number); return true;
            case long number: WriteInteger(buffer, field, key, number); return true;
            case bool flag: WriteBoolean(buffer, field, key, flag); return true;
            case double number: WriteDouble(buffer, field, key, number); return true;
            default: return TryWriteOther(buffer, field, key, value, bound, depth: 0);
        }
    }

    // Most attributes by count and nearly all by size: measured first, so that no byte of padding is sent.
    private static void WriteText(ProtobufBuffer buffer, int field, string key, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        var room = Begin(buffer, field, key, 1 + ProtobufBuffer.VarintSize((uint)size) + size);
        if (!room.IsEmpty)
        {
            room[0] = StringTag;
            var length = ProtobufBuffer.PutVarint(room[1..], (uint)size);
            Encoding.UTF8.GetBytes(text, room[(1 + length)..]);
        }
    }

    private static void WriteInteger(ProtobufBuffer buffer, int field, string key, long number)
    {
        var room = Begin(buffer, field, key, 1 + ProtobufBuffer.VarintSize((ulong)number));
        if (!room.IsEmpty)
        {
            room[0] = IntTag;
            ProtobufBuffer.PutVarint(room[1..], (ulong)number);
        }
    }

    private static void WriteBoolean(ProtobufBuffer buffer, int field, string key, bool flag)
    {
        var room = Begin(buffer, field, key, 2);
        if (!room.IsEmpty)
        {
            room[0] = BoolTag;
            room[1] = flag ? (byte)1 : (byte)0;
        }
    }

    private static void WriteDouble(ProtobufBuffer buffer, int field, string key, double number)
    {
        var room = Begin(buffer, field, key, 1 + sizeof(double));
        if (!room.IsEmpty)
        {
            room[0] = DoubleTag;
            BinaryPrimitives.WriteDoubleLittleEndian(room[1..], number);
        }
    }

    /// <summary>Writes the pair and its key, and gives the room for the value, which the caller fills whole; none when the buffer is full.</summary>
    private static Span<byte> Begin(ProtobufBuffer buffer, int field, string key, int valueSize)
    {
        Debug.Assert(field < 16, "A tag of two bytes would not fit where one is reckoned.");
        var keySize = Encoding.UTF8.GetByteCount(key);
        var pairSize = 1 + ProtobufBuffer.VarintSize((uint)keySize) + keySize + 1 + ProtobufBuffer.VarintSize((uint)valueSize) + valueSize;
        var size = 1 + ProtobufBuffer.VarintSize((uint)pairSize) + pairSize;
        if (!buffer.Fits(size))
        {
            return [];
        }

        var room = buffer.Claim(size);
        room[0] = (byte)ProtobufBuffer.Tag(field, ProtobufBuffer.WireType.Length);
        var at = 1 + ProtobufBuffer.PutVarint(room[1..], (uint)pairSize);
        room[at++] = KeyTag;
        at += ProtobufBuffer.PutVarint(room[at..], (uint)keySize);
        at += Encoding.UTF8.GetBytes(key, room[at..]);
        room[at++] = ValueTag;
        at += ProtobufBuffer.PutVarint(room[at..], (uint)valueSize);
        return room[at..];
    }

    private static bool TryWriteOther(ProtobufBuffer buffer, int field, string key, object? value, in ValueBound bound, int depth)
    {
        var start = buffer.Position;
        try
        {
            var pair = buffer.Begin(field);
            buffer.WriteString(OtlpFields.Key, key);
            WriteValue(buffer, OtlpFields.Value, value, bound, depth);
            buffer.End(pair);
            return true;
        }
        catch (Exception)
        {
            // ToString and enumerators are user code. The caller counts the attribute as dropped.
            buffer.Rewind(start);
            return false;
        }
    }

    private static void WriteValue(ProtobufBuffer buffer, int field, object? value, in ValueBound bound, int depth)
    {
        var any = buffer.Begin(field);
        switch (value)
        {
            case null: break;
            case string text: WriteBounded(buffer, text, bound); break;
            case char c: buffer.WriteString(OtlpFields.String, [c]); break;
            case bool b: buffer.WriteVarint(OtlpFields.Bool, b ? 1UL : 0UL); break;
            case long or int or short or sbyte or byte or ushort or uint:
                buffer.WriteVarint(OtlpFields.Int, (ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double d: buffer.WriteFixed64(OtlpFields.Double, BitConverter.DoubleToUInt64Bits(d)); break;
            case float f: buffer.WriteFixed64(OtlpFields.Double, BitConverter.DoubleToUInt64Bits(f)); break;
            case byte[] bytes: buffer.WriteBytes(OtlpFields.Bytes, bytes.AsSpan(0, Math.Min(bytes.Length, bound.MaxLength))); break;
            case Array array: WriteArray(buffer, array, bound, depth); break;
            case IEnumerable<KeyValuePair<string, object?>> map when depth < MaxMapDepth: WriteMap(buffer, map, bound, depth + 1); break;
            default: WriteBounded(buffer, Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty, bound); break;
        }

        buffer.End(any);
    }

    private static void WriteArray(ProtobufBuffer buffer, Array array, in ValueBound bound, int depth)
    {
        var list = buffer.Begin(OtlpFields.Array);
        var count = 0;
        foreach (var item in array)
        {
            if (count++ == bound.MaxItems || !buffer.Fits(0))
            {
                break;
            }

            // An array or a map inside an array is written as its text, as the official exporter does.
            WriteValue(
                buffer,
                ArrayValue.ValuesFieldNumber,
                item is Array or IEnumerable<KeyValuePair<string, object?>> ? Convert.ToString(item, CultureInfo.InvariantCulture) : item,
                bound,
                depth);
        }

        buffer.End(list);
    }

    private static void WriteMap(ProtobufBuffer buffer, IEnumerable<KeyValuePair<string, object?>> map, in ValueBound bound, int depth)
    {
        var list = buffer.Begin(OtlpFields.Map);
        var count = 0;
        foreach (var (key, value) in map)
        {
            if (count++ == bound.MaxItems || !buffer.Fits(0))
            {
                break;
            }

            TryWriteOther(buffer, KeyValueList.ValuesFieldNumber, key, value, bound, depth);
        }

        buffer.End(list);
    }

    private static void WriteBounded(ProtobufBuffer buffer, string text, in ValueBound bound) =>
        buffer.WriteString(OtlpFields.String, bound.Cut(text));
}
