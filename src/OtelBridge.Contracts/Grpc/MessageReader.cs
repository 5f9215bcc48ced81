using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OtelBridge.Grpc;

/// <summary>Decodes protobuf of strangers: whatever the bytes are, they are the message, or are refused.</summary>
public static class MessageReader
{
    /// <summary>Decodes a message.</summary>
    /// <exception cref="InvalidMessageException">The bytes are not the message.</exception>
    public static TMessage Read<TMessage>(MessageParser<TMessage> parser, ReadOnlySequence<byte> bytes)
        where TMessage : class, IMessage<TMessage>
    {
        ArgumentNullException.ThrowIfNull(parser);
        MessageParts.Count(bytes, DescriptorOf(parser));
        return Decode(parser, bytes);
    }

    /// <summary>Decodes a message that must not take much more memory than a request of a size may.</summary>
    /// <param name="parser">Reads the message.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxSize">The limit of what it may count as, see <see cref="MessageParts"/>.</param>
    /// <param name="held">Told what it counts as, if there is anybody to be told. What it throws ends the reading.</param>
    /// <exception cref="InvalidMessageException">The bytes are not the message.</exception>
    /// <exception cref="MessageTooLargeException">It is made of too many small parts.</exception>
    public static TMessage Read<TMessage>(MessageParser<TMessage> parser, ReadOnlySequence<byte> bytes, int maxSize, Action<long>? held)
        where TMessage : class, IMessage<TMessage>
    {
        ArgumentNullException.ThrowIfNull(parser);
        MessageParts.Hold(MessageParts.Count(bytes, DescriptorOf(parser)), maxSize, held);
        return Decode(parser, bytes);
    }

    private static TMessage Decode<TMessage>(MessageParser<TMessage> parser, ReadOnlySequence<byte> bytes)
        where TMessage : class, IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidMessageException($"The body is not a valid {typeof(TMessage).Name}: {e.Message}", e);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // Protobuf's reader itself, where a field runs over the end of the message around it; should the check before it have missed one.
            throw new InvalidMessageException($"The body is not a valid {typeof(TMessage).Name}: a field runs over the end of its message.", e);
        }
    }

    private static MessageDescriptor DescriptorOf<TMessage>(MessageParser<TMessage> parser)
        where TMessage : class, IMessage<TMessage> => parser.ParseFrom(ReadOnlySpan<byte>.Empty).Descriptor;
}
