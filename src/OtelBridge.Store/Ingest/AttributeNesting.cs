using Google.Protobuf.Collections;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Ingest;

/// <summary>How deep the values of attributes may nest.</summary>
/// <remarks>
/// Protobuf's readers stop at 100 messages inside each other. A request may use them all, but a trace that is read back is wrapped twice more in the
/// answer: such a span would be acknowledged and could never be read again. So a span gets a little less.
/// </remarks>
internal static class AttributeNesting
{
    // Messages inside each other below the request. A list costs two of them a level, a map three.
    private const int MaxDepth = 96;

    // How many messages an attribute is below the request.
    private const int OfResource = 3;
    private const int OfScopeOrSpan = 4;
    private const int OfEventOrLink = 5;

    public static bool Fits(Resource? resource) => resource is null || Fits(resource.Attributes, OfResource);

    public static bool Fits(InstrumentationScope? scope) => scope is null || Fits(scope.Attributes, OfScopeOrSpan);

    // By index, here and below: the enumerator of a repeated field is an allocation, and this sees every attribute that comes in.
    public static bool Fits(Span span)
    {
        var fits = Fits(span.Attributes, OfScopeOrSpan);
        for (var i = 0; fits && i < span.Events.Count; i++)
        {
            fits = Fits(span.Events[i].Attributes, OfEventOrLink);
        }

        for (var i = 0; fits && i < span.Links.Count; i++)
        {
            fits = Fits(span.Links[i].Attributes, OfEventOrLink);
        }

        return fits;
    }

    private static bool Fits(RepeatedField<KeyValue> attributes, int depth)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Value is { } value && !Fits(value, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(AnyValue value, int depth) => depth <= MaxDepth && value.ValueCase switch
    {
        AnyValue.ValueOneofCase.ArrayValue => Fits(value.ArrayValue.Values, depth + 2),
        AnyValue.ValueOneofCase.KvlistValue => Fits(value.KvlistValue.Values, depth + 2),
        _ => true,
    };

    private static bool Fits(RepeatedField<AnyValue> values, int depth)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!Fits(values[i], depth))
            {
                return false;
            }
        }

        return true;
    }
}
