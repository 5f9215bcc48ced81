using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Jaeger;

/// <summary>Makes OTLP that Jaeger's UI takes: it checks a trace against a schema and shows nothing of one that has an odd value.</summary>
/// <remarks>What OTLP allows and the schema does not: values that are absent and numbers that are none (both become text), a parent of zeros, links without
/// valid ids.</remarks>
internal static class JaegerOtlp
{
    private const int TraceIdLength = 16;
    private const int SpanIdLength = 8;

    /// <summary>Changes the spans of a resource in place; they belong to the caller of the store.</summary>
    public static ResourceSpans Fit(ResourceSpans group)
    {
        Fit(group.Resource?.Attributes);
        foreach (var scope in group.ScopeSpans)
        {
            Fit(scope.Scope?.Attributes);
            foreach (var span in scope.Spans)
            {
                Fit(span);
            }
        }

        return group;
    }

    private static void Fit(Span span)
    {
        Fit(span.Attributes);
        if (!IsId(span.ParentSpanId, SpanIdLength))
        {
            span.ParentSpanId = ByteString.Empty;
        }

        foreach (var happened in span.Events)
        {
            Fit(happened.Attributes);
        }

        for (var i = span.Links.Count - 1; i >= 0; i--)
        {
            if (IsId(span.Links[i].TraceId, TraceIdLength) && IsId(span.Links[i].SpanId, SpanIdLength))
            {
                Fit(span.Links[i].Attributes);
            }
            else
            {
                span.Links.RemoveAt(i);
            }
        }
    }

    private static bool IsId(ByteString id, int length) => id.Length == length && id.Span.ContainsAnyExcept((byte)0);

    private static void Fit(RepeatedField<KeyValue>? attributes)
    {
        foreach (var attribute in attributes ?? [])
        {
            attribute.Value ??= new AnyValue();
            Fit(attribute.Value);
        }
    }

    // Its depth is bounded by protobuf's own limit of nested messages (100).
    private static void Fit(AnyValue value)
    {
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.None:
                value.StringValue = string.Empty;
                break;
            case AnyValue.ValueOneofCase.DoubleValue when !double.IsFinite(value.DoubleValue):
                value.StringValue = value.DoubleValue.ToString(CultureInfo.InvariantCulture);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                foreach (var item in value.ArrayValue.Values)
                {
                    Fit(item);
                }

                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                Fit(value.KvlistValue.Values);
                break;
            default:
                break;
        }
    }
}
