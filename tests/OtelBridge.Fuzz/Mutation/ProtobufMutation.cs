namespace OtelBridge.Fuzz.Mutation;

/// <summary>Changes a protobuf message field by field, whatever its schema, and sets the lengths around what changed right.</summary>
internal static class ProtobufMutation
{
    private const int MaxDepth = 12;
    private const int MaxFields = 200;

    /// <summary>Gives a changed message; the input itself where it is none.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="choose">Chooses a number below another.</param>
    public static byte[] Change(byte[] input, Func<int, int> choose) => Change(input, choose, MaxDepth) ?? input;

    private static byte[]? Change(ReadOnlySpan<byte> message, Func<int, int> choose, int depth)
    {
        if (Fields(message) is not { Count: > 0 } fields)
        {
            return null;
        }

        var at = choose(fields.Count);
        var field = fields[at];
        if (field.IsBytes && depth > 0 && choose(4) > 0 && Change(field.Content, choose, depth - 1) is { } inner)
        {
            fields[at] = field with { Content = inner };
            return Write(fields);
        }

        switch (choose(6))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(choose(fields.Count + 1), field);
                break;
            case 2:
                fields[at] = field with { Number = 1 + choose(20) };
                break;
            case 3 when field.IsBytes:
                fields[at] = field with { Content = new byte[choose(40)] };
                break;
            case 4 when field.IsBytes:
                fields[at] = field with { Content = [.. field.Content, .. field.Content] };
                break;
            case 5 when field.IsBytes: // inside itself, as a list in a list
                fields[at] = field with { Content = Write([field]) };
                break;
            default:
                fields[at] = field.IsBytes ? field with { Content = [.. field.Content.Reverse()] } : field with { Content = Varint((ulong)Numbers.Whole[choose(Numbers.Whole.Count)]), Wire = 0 };
                break;
        }

        return Write(fields);
    }

    private static List<Field>? Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>(); // bounded by MaxFields
        while (!message.IsEmpty)
        {
            if (fields.Count == MaxFields || !TryVarint(ref message, out var tag) || tag >> 3 is 0 or > int.MaxValue || Length((int)(tag & 7), ref message) is not { } length)
            {
                return null;
            }

            fields.Add(new Field((int)(tag >> 3), (int)(tag & 7), message[..length].ToArray()));
            message = message[length..];
        }

        return fields;
    }

    private static int? Length(int wire, ref ReadOnlySpan<byte> message)
    {
        var rest = message;
        var length = wire switch
        {
            0 when TryVarint(ref rest, out _) => message.Length - rest.Length,
            1 => 8,
            5 => 4,
            2 when TryVarint(ref message, out var announced) && announced <= (ulong)message.Length => (int)announced,
            _ => int.MaxValue,
        };
        return length <= message.Length ? length : null;
    }

    private static byte[] Write(IEnumerable<Field> fields)
    {
        var bytes = new List<byte>(); // what the fields have
        foreach (var field in fields)
        {
            bytes.AddRange(Varint(((ulong)field.Number << 3) | (uint)field.Wire));
            if (field.IsBytes)
            {
                bytes.AddRange(Varint((ulong)field.Content.Length));
            }

            bytes.AddRange(field.Content);
        }

        return [.. bytes];
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>(); // at most ten
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, 10); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private sealed record Field(int Number, int Wire, byte[] Content)
    {
        public bool IsBytes => Wire == 2;
    }
}
