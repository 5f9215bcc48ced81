using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage;

/// <summary>Reads one span out of a payload without making messages of the others: a trace of 30,000 spans may have come in one request.</summary>
internal static class PayloadSpan
{
    /// <summary>Gives the span at a position, with the resource and the scope that it came under.</summary>
    /// <exception cref="InvalidDataException">There is no such span, or the payload is damaged.</exception>
    public static ResourceSpans Read(ReadOnlySpan<byte> payload, int ordinal)
    {
        var resources = new ProtobufFields(payload);
        while (resources.Next())
        {
            if (resources.Is(TracesData.ResourceSpansFieldNumber) && Find(resources.Value, ref ordinal) is { } found)
            {
                return found;
            }
        }

        throw new InvalidDataException("A message of the payload has fewer spans than point to it.");
    }

    private static ResourceSpans? Find(ReadOnlySpan<byte> group, ref int ordinal)
    {
        var fields = new ProtobufFields(group);
        ScopeSpans? found = null;
        while (found is null && fields.Next())
        {
            found = fields.Is(ResourceSpans.ScopeSpansFieldNumber) ? FindInScope(fields.Value, ref ordinal) : null;
        }

        if (found is null)
        {
            return null;
        }

        var around = Without(group, ResourceSpans.ScopeSpansFieldNumber, ResourceSpans.Parser);
        around.ScopeSpans.Add(found);
        return around;
    }

    private static ScopeSpans? FindInScope(ReadOnlySpan<byte> group, ref int ordinal)
    {
        var fields = new ProtobufFields(group);
        while (fields.Next())
        {
            if (fields.Is(ScopeSpans.SpansFieldNumber) && ordinal-- == 0)
            {
                var around = Without(group, ScopeSpans.SpansFieldNumber, ScopeSpans.Parser);
                around.Spans.Add(ProtobufFields.Parse(Span.Parser, fields.Value));
                return around;
            }
        }

        return null;
    }

    // A message with all of its fields but one.
    private static TMessage Without<TMessage>(ReadOnlySpan<byte> message, int field, Google.Protobuf.MessageParser<TMessage> parser)
        where TMessage : Google.Protobuf.IMessage<TMessage>
    {
        using var rest = new MemoryStream();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (!fields.Is(field))
            {
                rest.Write(fields.Whole);
            }
        }

        return ProtobufFields.Parse(parser, rest.GetBuffer().AsSpan(0, (int)rest.Length));
    }
}
