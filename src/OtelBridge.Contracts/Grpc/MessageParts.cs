using System.Buffers;
using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace OtelBridge.Grpc;

/// <summary>How many messages stand inside a message, told from its bytes: an empty one of two bytes becomes an object of fifty times as many.</summary>
/// <remarks>Without a bound of its own, a request far below the limit of bytes (and a thousandth of that, compressed) would take gigabytes once it is decoded.</remarks>
public static class MessageParts
{
    /// <summary>What a message inside a message counts as at least, in bytes of a request. What it takes in memory is about five times as much, as of any request.</summary>
    public const int Bytes = 12;

    // Protobuf's readers go no deeper, and refuse what does.
    private const int MaxDepth = 100;

    // One for each type of message that is received: a few dozen.
    private static readonly ConcurrentDictionary<MessageDescriptor, Shape> Shapes = new();

    /// <summary>Holds so many parts to a limit.</summary>
    /// <param name="parts">How many messages stand in a message.</param>
    /// <param name="maxSize">The limit.</param>
    /// <param name="held">Told what they count as, if there is anybody to be told.</param>
    /// <exception cref="MessageTooLargeException">They count as more than the limit.</exception>
    public static void Hold(long parts, int maxSize, Action<long>? held)
    {
        if (parts * Bytes > maxSize)
        {
            throw new MessageTooLargeException($"The message is made of more than {maxSize / Bytes} parts (spans, events, links, attributes, values), which would take far more memory than its bytes; send it in pieces.");
        }

        held?.Invoke(parts * Bytes);
    }

    /// <summary>Counts the messages inside a message, and checks on the way that no field runs over the end of the one around it.</summary>
    /// <remarks>Protobuf's own reader is not to see such bytes: of an announced length it allocates gigabytes, and indexes out of its buffers.</remarks>
    /// <param name="message">The bytes.</param>
    /// <param name="type">What they are.</param>
    /// <exception cref="InvalidMessageException">The bytes are no message.</exception>
    internal static long Count(ReadOnlySequence<byte> message, MessageDescriptor type)
    {
        var open = new (Shape Shape, long End)[MaxDepth + 1];
        open[0] = (ShapeOf(type), message.Length);
        var (depth, count) = (0, 0L);
        var reader = new SequenceReader<byte>(message);
        while (!reader.End)
        {
            while (depth > 0 && reader.Consumed >= open[depth].End)
            {
                depth--;
            }

            var end = open[depth].End;
            if (!TryReadVarint(ref reader, out var tag) || ((tag & 7) != 2 && !TrySkip(ref reader, (int)(tag & 7))) || reader.Consumed > end)
            {
                throw Broken(type);
            }

            if ((tag & 7) != 2)
            {
                continue;
            }

            if (!TryReadVarint(ref reader, out var length) || reader.Consumed > end || length > (ulong)(end - reader.Consumed))
            {
                throw Broken(type);
            }

            var inner = open[depth].Shape.Of(tag >> 3);
            count += inner is null ? 0 : 1;
            if (inner is null || depth == MaxDepth)
            {
                reader.Advance((long)length);
            }
            else
            {
                open[++depth] = (inner, reader.Consumed + (long)length);
            }
        }

        return count;
    }

    private static InvalidMessageException Broken(MessageDescriptor type) => new($"The body is not a valid {type.Name}: it is cut off, or a field runs over the end of its message.");

    private static bool TrySkip(ref SequenceReader<byte> reader, int wireType)
    {
        var length = wireType switch { 1 => sizeof(ulong), 5 => sizeof(uint), _ => 0 };
        if (wireType == 0)
        {
            return TryReadVarint(ref reader, out _);
        }

        // Groups are not used, and end it.
        if (length == 0 || reader.Remaining < length)
        {
            return false;
        }

        reader.Advance(length);
        return true;
    }

    private static bool TryReadVarint(ref SequenceReader<byte> reader, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (!reader.TryRead(out var part))
            {
                return false;
            }

            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static Shape ShapeOf(MessageDescriptor type) => Shapes.GetOrAdd(type, static type => new Shape(type));

    /// <summary>Which fields of a type of message are messages. Those are found when they are met first, since types hold themselves.</summary>
    private sealed class Shape(MessageDescriptor type)
    {
        // By number; no field of ours has a higher one.
        private const int MaxNumber = 64;

        private readonly (MessageDescriptor? Type, Shape? Shape)[] _fields = FieldsOf(type);

        public Shape? Of(ulong number)
        {
            if (number >= MaxNumber || _fields[number].Type is not { } inner)
            {
                return null;
            }

            return _fields[number].Shape ??= ShapeOf(inner);
        }

        private static (MessageDescriptor? Type, Shape? Shape)[] FieldsOf(MessageDescriptor type)
        {
            var fields = new (MessageDescriptor?, Shape?)[MaxNumber];
            foreach (var field in type.Fields.InFieldNumberOrder().Where(static field => field.FieldType == FieldType.Message && field.FieldNumber < MaxNumber))
            {
                fields[field.FieldNumber] = (field.MessageType, null);
            }

            return fields;
        }
    }
}
