using Google.Protobuf.Collections;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Otlp;

/// <summary>How deep the values of a request may nest.</summary>
/// <remarks>
/// Protobuf's readers stop at 100 messages inside each other. A request may use them all, but a trace that is read back is wrapped once more,
/// by the store and in the answer: such a span would be acknowledged and could never be read again. So the request gets a little less.
/// </remarks>
internal static class OtlpNesting
{
    /// <summary>Messages inside each other below the request. A list costs two of them a level, a map three.</summary>
    public const int MaxDepth = 96;

    // How many messages an attribute is below the request.
    public const int ResourceAttributeDepth = 3;
    public const int ScopeAttributeDepth = 4;
    public const int SpanAttributeDepth = 4;
    public const int EventAttributeDepth = 5;

    /// <exception cref="GrpcException">A value is nested too deeply; like one that protobuf cannot read, it fails the request.</exception>
    public static void Check(ExportTraceServiceRequest request)
    {
        foreach (var resource in request.ResourceSpans)
        {
            Check(resource.Resource?.Attributes, ResourceAttributeDepth);
            foreach (var scope in resource.ScopeSpans)
            {
                Check(scope.Scope?.Attributes, ScopeAttributeDepth);
                foreach (var span in scope.Spans)
                {
                    Check(span);
                }
            }
        }
    }

    private static void Check(Span span)
    {
        Check(span.Attributes, SpanAttributeDepth);
        for (var i = 0; i < span.Events.Count; i++)
        {
            Check(span.Events[i].Attributes, EventAttributeDepth);
        }

        for (var i = 0; i < span.Links.Count; i++)
        {
            Check(span.Links[i].Attributes, EventAttributeDepth);
        }
    }

    private static void Check(RepeatedField<KeyValue>? attributes, int depth)
    {
        if (attributes is not null && !Fits(attributes, depth))
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"An attribute is nested too deeply: more than {MaxDepth} messages inside each other.");
        }
    }

    // By index: the enumerator of a repeated field is an allocation, and this sees every attribute that comes in.
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
