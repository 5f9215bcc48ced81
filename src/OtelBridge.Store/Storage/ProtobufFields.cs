using Google.Protobuf;

namespace OtelBridge.Store.Storage;

/// <summary>Goes from field to field of a message without reading what is in them.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int LengthDelimited = 2;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _next;
    private ulong _tag;

    /// <summary>Gets what the field holds: the bytes after its length, where it has one.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Gets the field as it stands in the message.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether the field has this number and holds a message, a text or bytes.</summary>
    public readonly bool Is(int number) => _tag == (((ulong)number << 3) | LengthDelimited);

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Next()
    {
        var start = _next;
        if (start >= _message.Length)
        {
            return false;
        }

        _tag = Varint();
        ulong length = (_tag & 7) switch
        {
            0 => Skipped(),
            1 => sizeof(ulong),
            LengthDelimited => Varint(),
            5 => sizeof(uint),
            _ => throw Damaged(),
        };
        if (length > (ulong)(_message.Length - _next))
        {
            throw Damaged();
        }

        Value = _message.Slice(_next, (int)length);
        _next += (int)length;
        Whole = _message[start.._next];
        return true;
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public static TMessage Parse<TMessage>(MessageParser<TMessage> parser, ReadOnlySpan<byte> bytes)
        where TMessage : IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("A payload of the store is damaged: it is no message.", e);
        }
    }

    private static InvalidDataException Damaged() => new("A payload of the store is damaged: it is no message.");

    private ulong Skipped()
    {
        Varint();
        return 0;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_next >= _message.Length)
            {
                break;
            }

            var part = _message[_next++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }
}
