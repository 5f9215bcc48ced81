using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Compares what a span says under some keys: attributes wherever they stand, and fields of OTLP that tools of tracing call by a key.</summary>
internal sealed class SpanAttributeCheck(SpanAttributeMatch match)
{
    // How Jaeger spells keys of the resource alone.
    private const string ResourcePrefix = "resource.";

    public bool Holds(ReceivedSpan received) => match.Keys.Any(key => Holds(received, key))
        || (match.Value is null && received.Span.Events.Any(happened => match.Keys.Contains(happened.Name)));

    private bool Holds(ReceivedSpan received, string key) =>
        HasField(received, key)
        || Has(received.Span.Attributes, key)
        || received.Span.Events.Any(happened => Has(happened.Attributes, key))
        || received.Span.Links.Any(link => Has(link.Attributes, key))
        || Has(received.Scope?.Attributes, key)
        || Has(received.Resource?.Attributes, key)
        || (key.StartsWith(ResourcePrefix, StringComparison.Ordinal) && Has(received.Resource?.Attributes, key[ResourcePrefix.Length..]));

    private bool HasField(ReceivedSpan received, string key)
    {
        var status = received.Span.Status?.Code ?? Status.Types.StatusCode.Unset;
        return key switch
        {
            OTelKeys.Error => status == Status.Types.StatusCode.Error ? match.Value is null or "true" : match.Value == "false",
            OTelKeys.SpanKind => received.Span.Kind != Span.Types.SpanKind.Unspecified && Is(received.Span.Kind.ToString(), ignoreCase: true),
            OTelKeys.StatusCode or "span.status" => status != Status.Types.StatusCode.Unset && Is(status.ToString(), ignoreCase: true),
            OTelKeys.StatusDescription => Is(received.Span.Status?.Message),
            OTelKeys.ScopeName or "scope.name" => Is(received.Scope?.Name),
            OTelKeys.ScopeVersion or "scope.version" => Is(received.Scope?.Version),
            _ => false,
        };
    }

    private bool Is(string? text, bool ignoreCase = false) => text is { Length: > 0 }
        && (match.Value is null || text.Equals(match.Value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private bool Has(IEnumerable<KeyValue>? attributes, string key) => attributes is not null
        && attributes.Any(attribute => attribute.Key == key && attribute.Value is { } value
            && (match.Value is null || match.Value == value.StringValue || match.Value == AttributeText.Plain(value)));
}
