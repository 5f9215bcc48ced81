using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <summary>Writes values that have no parts. Types that most programs trace come first, since the tests run in this order.</summary>
internal static class Scalars
{
    /// <summary>Most bytes that one UTF-16 character can become: <c>\u0000</c>.</summary>
    public const int MaxBytesPerCharacter = 6;

    private const int MaxBigIntegerDigits = 3072;

    /// <summary>Writes the value; false when it is of another kind.</summary>
    /// <param name="writer">Takes the value.</param>
    /// <param name="value">Any value.</param>
    /// <param name="room">Bytes left within the bound; texts and bytes are cut to it.</param>
    public static bool TryWrite(Utf8JsonWriter writer, [NotNullWhen(false)] object? value, int room)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); return true;
            case string text: WriteString(writer, text, room); return true;
            case int number: writer.WriteNumberValue(number); return true;
            case bool flag: writer.WriteBooleanValue(flag); return true;
            case long number: writer.WriteNumberValue(number); return true;
            case double number: WriteDouble(writer, number); return true;
            case float number: WriteFloat(writer, number); return true;
            case decimal number: writer.WriteNumberValue(number); return true;
            default: return TryWriteRarer(writer, value, room);
        }
    }

    public static void WriteString(Utf8JsonWriter writer, string text, int room)
    {
        if (text.Length <= room / MaxBytesPerCharacter)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            LongText.Write(writer, text, room);
        }
    }

    private static bool TryWriteRarer(Utf8JsonWriter writer, object value, int room)
    {
        switch (value)
        {
            case uint number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case short number: writer.WriteNumberValue(number); break;
            case ushort number: writer.WriteNumberValue(number); break;
            case byte number: writer.WriteNumberValue(number); break;
            case sbyte number: writer.WriteNumberValue(number); break;
            case char character: WriteString(writer, character.ToString(), room); break;
            case DateTime time: writer.WriteStringValue(time); break;
            case DateTimeOffset time: writer.WriteStringValue(time); break;
            case Guid id: writer.WriteStringValue(id); break;
            case TimeSpan time: writer.WriteStringValue(time.ToString("c", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: WriteBytes(writer, bytes, room); break;
            case ReadOnlyMemory<byte> bytes: WriteBytes(writer, bytes.Span, room); break;
            case Memory<byte> bytes: WriteBytes(writer, bytes.Span, room); break;
            case DateOnly date: writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeOnly time: writer.WriteStringValue(time.ToTimeSpan().ToString("c", CultureInfo.InvariantCulture)); break;
            case DBNull: writer.WriteNullValue(); break;
            case Half number: WriteHalf(writer, number); break;
            case Int128 number: WriteDigits(writer, number); break;
            case UInt128 number: WriteDigits(writer, number); break;
            case BigInteger number: WriteBigInteger(writer, number, room); break;
            case JsonValue node when node.TryGetValue<string>(out var text): WriteString(writer, text, room); break;
            default: return false;
        }

        return true;
    }

    // JSON has no word for what is not finite.
    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteFloat(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            WriteDouble(writer, value);
        }
    }

    // Not as a wider number, which has digits that this one does not have.
    private static void WriteHalf(Utf8JsonWriter writer, Half value)
    {
        if (Half.IsFinite(value))
        {
            WriteDigits(writer, value);
        }
        else
        {
            WriteDouble(writer, (double)value);
        }
    }

    private static void WriteDigits<T>(Utf8JsonWriter writer, T value)
        where T : INumber<T> => writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);

    // As digits, like Int128; a number that no reader could use is not spelled out.
    private static void WriteBigInteger(Utf8JsonWriter writer, BigInteger value, int room)
    {
        if (value.GetByteCount() * 3 <= Math.Min(room, MaxBigIntegerDigits))
        {
            writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(Marks.Cut);
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, int room)
    {
        var fitting = room / 4 * 3;
        if (bytes.Length <= fitting)
        {
            writer.WriteBase64StringValue(bytes);
        }
        else
        {
            writer.WriteStringValue($"{Convert.ToBase64String(bytes[..fitting])}{Marks.Cut}");
        }
    }
}
