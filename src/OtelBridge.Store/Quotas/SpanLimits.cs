using Google.Protobuf.Collections;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Quotas;

/// <summary>How large a span may be by the quotas that hold for its sender. Thread-safe.</summary>
/// <remarks>What is larger is refused, that span alone, and never shortened: a value that was cut is no JSON any more, and nobody would know what is missing.</remarks>
public sealed class SpanLimits
{
    // How many bytes of protobuf a char has at most, and what is around name and text of an attribute: what surely fits need not be counted.
    private const int MostBytesPerChar = 3;
    private const int MostBytesAround = 24;

    private readonly SpanLimit? _attributes;
    private readonly SpanLimit? _bytes;
    private readonly SpanLimit? _events;
    private readonly SpanLimit? _links;

    private SpanLimits(IReadOnlyList<(string Who, Quota Quota)> quotas)
    {
        _attributes = SpanLimit.Of(quotas, static quota => quota.AttributesPerSpan, static (who, most) => $"the quota of {who} is {most} attributes of a span, event or link (attributes_per_span)");
        _bytes = SpanLimit.Of(quotas, static quota => quota.AttributeBytes, static (who, most) => $"the quota of {who} is {most} bytes an attribute (attribute_bytes)");
        _events = SpanLimit.Of(quotas, static quota => quota.EventsPerSpan, static (who, most) => $"the quota of {who} is {most} events a span (events_per_span)");
        _links = SpanLimit.Of(quotas, static quota => quota.LinksPerSpan, static (who, most) => $"the quota of {who} is {most} links a span (links_per_span)");
    }

    /// <summary>Gives the limits of several quotas that all hold; null when none says anything of the size of a span.</summary>
    public static SpanLimits? Of(params IReadOnlyList<(string Who, Quota Quota)> quotas) =>
        quotas.Any(static item => item.Quota is { AttributesPerSpan: > 0 } or { AttributeBytes: > 0 } or { EventsPerSpan: > 0 } or { LinksPerSpan: > 0 }) ? new SpanLimits(quotas) : null;

    /// <summary>Says why a span is refused, and how large what is too large is; null when it fits.</summary>
    internal (string Told, long Size)? Refuse(Span span)
    {
        if (span.Events.Count > _events?.Most)
        {
            return (_events.Told, span.Events.Count);
        }

        if (span.Links.Count > _links?.Most)
        {
            return (_links.Told, span.Links.Count);
        }

        var found = Refuse(span.Attributes, _attributes);
        for (var i = 0; found is null && i < span.Events.Count; i++)
        {
            found = Refuse(span.Events[i].Attributes, _attributes);
        }

        for (var i = 0; found is null && i < span.Links.Count; i++)
        {
            found = Refuse(span.Links[i].Attributes, _attributes);
        }

        return found;
    }

    /// <summary>Says why everything below a resource and scope is refused; null when they fit.</summary>
    internal (string Told, long Size)? Refuse(Resource? resource, InstrumentationScope? scope) =>
        (resource is null ? null : Refuse(resource.Attributes, null)) ?? (scope is null ? null : Refuse(scope.Attributes, null));

    private (string Told, long Size)? Refuse(RepeatedField<KeyValue> attributes, SpanLimit? count)
    {
        if (attributes.Count > count?.Most)
        {
            return (count.Told, attributes.Count);
        }

        // By index: the enumerator of a repeated field is an allocation.
        for (var i = 0; _bytes is not null && i < attributes.Count; i++)
        {
            if (!SurelyFits(attributes[i], _bytes.Most) && attributes[i].CalculateSize() is var size && size > _bytes.Most)
            {
                return (_bytes.Told, size);
            }
        }

        return null;
    }

    private static bool SurelyFits(KeyValue attribute, long most) => attribute.Value is { ValueCase: AnyValue.ValueOneofCase.StringValue } value
        && ((long)attribute.Key.Length + value.StringValue.Length) * MostBytesPerChar + MostBytesAround <= most;
}
