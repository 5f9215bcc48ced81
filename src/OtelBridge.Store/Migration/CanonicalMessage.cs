using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OtelBridge.Store.Migration;

/// <summary>Hashes a message by what it says: maps in the order of their keys, lists of text in the order of the text, every text after its length.</summary>
/// <remarks>Of every field that the message has, so that none that is added later is forgotten. A character zero counts as U+FFFD, which is what databases without it
/// keep in its place.</remarks>
internal static class CanonicalMessage
{
    public static void AppendTo(IncrementalHash hash, IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.HasPresence && !field.Accessor.HasValue(message))
            {
                continue;
            }

            Number(hash, field.FieldNumber);
            switch (field.Accessor.GetValue(message))
            {
                case IDictionary map:
                    Append(hash, map);
                    break;
                case IEnumerable<string> texts:
                    Append(hash, texts.Order(StringComparer.Ordinal).ToList());
                    break;
                case IList list:
                    Append(hash, list);
                    break;
                case var value:
                    Append(hash, field, value);
                    break;
            }
        }

        Number(hash, 0);
    }

    private static void Append(IncrementalHash hash, IDictionary map)
    {
        Number(hash, map.Count);
        foreach (var key in map.Keys.Cast<string>().Order(StringComparer.Ordinal)) // every map of the tracking service is of text
        {
            Text(hash, key);
            Text(hash, (string)map[key]!);
        }
    }

    private static void Append(IncrementalHash hash, IList list)
    {
        Number(hash, list.Count);
        foreach (var item in list)
        {
            Value(hash, item);
        }
    }

    private static void Append(IncrementalHash hash, FieldDescriptor field, object value) =>
        Value(hash, field.FieldType == FieldType.Enum ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : value);

    private static void Value(IncrementalHash hash, object value)
    {
        switch (value)
        {
            case IMessage message:
                AppendTo(hash, message);
                break;
            case string text:
                Text(hash, text);
                break;
            case ByteString bytes:
                Number(hash, bytes.Length);
                hash.AppendData(bytes.Span);
                break;
            case ulong number:
                Number(hash, unchecked((long)number));
                break;
            case double number:
                Number(hash, BitConverter.DoubleToInt64Bits(number));
                break;
            default:
                Number(hash, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD'));
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
