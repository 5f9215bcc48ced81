using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.TraceView;

/// <summary>Finds the spans of a trace that say a text anywhere in what they are about: attributes, events, what went wrong.</summary>
internal static class SpanSearch
{
    public const int MostSpans = 5_000;

    /// <summary>The ids of the spans, in hex, as they are stored; at most <see cref="MostSpans"/>.</summary>
    public static IEnumerable<string> Find(Trace trace, string text) => trace.ResourceSpans
        .SelectMany(static resource => resource.ScopeSpans)
        .SelectMany(static scope => scope.Spans)
        .Where(span => Says(span, text))
        .Take(MostSpans)
        .Select(static span => Hex.Write(span.SpanId.Span));

    private static bool Says(Span span, string text) =>
        Has(span.Status?.Message, text) || Says(span.Attributes, text) || span.Events.Any(found => Has(found.Name, text) || Says(found.Attributes, text));

    private static bool Says(IEnumerable<KeyValue> attributes, string text) => attributes.Any(attribute => Has(attribute.Key, text) || Says(attribute.Value, text));

    private static bool Says(AnyValue? value, string text) => value?.ValueCase switch
    {
        null or AnyValue.ValueOneofCase.None => false,
        AnyValue.ValueOneofCase.StringValue => Has(value.StringValue, text),
        _ => Has(AnyValueJson.Write(value), text),
    };

    private static bool Has(string? said, string text) => said?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
