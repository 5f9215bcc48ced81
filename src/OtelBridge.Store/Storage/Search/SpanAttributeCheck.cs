using System.Collections.Frozen;
using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Compares what a span says under some keys: attributes wherever they stand, and fields of OTLP that tools of tracing call by a key.</summary>
internal sealed class SpanAttributeCheck(SpanAttributeMatch match)
{
    // How Jaeger spells keys of the resource alone, and fields.
    private const string ResourcePrefix = "resource.";
    private const string SpanStatus = "span.status";
    private const string ScopeName = "scope.name";
    private const string ScopeVersion = "scope.version";

    private static readonly FrozenSet<string> Fields = FrozenSet.Create(
        StringComparer.Ordinal,
        OTelKeys.Error,
        OTelKeys.SpanKind,
        OTelKeys.StatusCode,
        SpanStatus,
        OTelKeys.StatusDescription,
        OTelKeys.ScopeName,
        ScopeName,
        OTelKeys.ScopeVersion,
        ScopeVersion);

    /// <summary>Whether a key stands for a field of OTLP.</summary>
    public static bool IsField(string key) => Fields.Contains(key);

    /// <summary>Gives which spans are asked for where nothing is asked but whether they failed; null for anything else.</summary>
    public static bool? AsksForFailure(SpanAttributeMatch match) => match.Keys is [OTelKeys.Error] ? match.Value switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    } : null;

    /// <summary>Gives the key of the resource that a key asks for; null when it may be anybody's.</summary>
    public static string? ResourceKey(string key) => key.StartsWith(ResourcePrefix, StringComparison.Ordinal) ? key[ResourcePrefix.Length..] : null;

    public bool Holds(ReceivedSpan received) => AsksForFailure(match) is { } failed
        ? failed == IsFailed(received)
        : match.Keys.Any(key => Holds(received, key))
            || (match.Value is null && received.Span.Events.Any(happened => match.Keys.Contains(happened.Name)));

    private bool Holds(ReceivedSpan received, string key) =>
        HasField(received, key)
        || Has(received.Span.Attributes, key)
        || received.Span.Events.Any(happened => Has(happened.Attributes, key))
        || Has(received.Scope?.Attributes, key)
        || Has(received.Resource?.Attributes, key)
        || (ResourceKey(key) is { } own && Has(received.Resource?.Attributes, own));

    private static bool IsFailed(ReceivedSpan received) => received.Span.Status?.Code == Status.Types.StatusCode.Error;

    private bool HasField(ReceivedSpan received, string key)
    {
        var status = received.Span.Status?.Code ?? Status.Types.StatusCode.Unset;
        return key switch
        {
            OTelKeys.Error => match.Value is "false" ? !IsFailed(received) : match.Value is null or "true" && IsFailed(received),
            OTelKeys.SpanKind => received.Span.Kind != Span.Types.SpanKind.Unspecified && Is(received.Span.Kind.ToString(), ignoreCase: true),
            OTelKeys.StatusCode or SpanStatus => status != Status.Types.StatusCode.Unset && Is(status.ToString(), ignoreCase: true),
            OTelKeys.StatusDescription => Is(received.Span.Status?.Message),
            OTelKeys.ScopeName or ScopeName => Is(received.Scope?.Name),
            OTelKeys.ScopeVersion or ScopeVersion => Is(received.Scope?.Version),
            _ => false,
        };
    }

    private bool Is(string? text, bool ignoreCase = false) => text is { Length: > 0 }
        && (match.Value is null || text.Equals(match.Value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private bool Has(IEnumerable<KeyValue>? attributes, string key) => attributes is not null
        && attributes.Any(attribute => attribute.Key == key && attribute.Value is { } value
            && (match.Value is null || (value.HasStringValue && match.Value == value.StringValue) || match.Value == AttributeText.Plain(value)));
}
