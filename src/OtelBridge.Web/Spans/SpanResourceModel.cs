using OtelBridge.Otlp;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>What a span came under.</summary>
/// <param name="Resource">The attributes of the resource.</param>
/// <param name="Scope">The library that made the span, with its version; empty when it does not say.</param>
/// <param name="ScopeAttributes">What is said of the library.</param>
/// <param name="SchemaUrl">Which conventions the attributes follow; empty when that is not said.</param>
public sealed record SpanResourceModel(AttributeTable Resource, string Scope, AttributeTable ScopeAttributes, string SchemaUrl)
{
    public static SpanResourceModel Of(ResourceSpans group, ContentSource source)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(source);
        var scope = group.ScopeSpans[0];
        return new SpanResourceModel(
            AttributeTable.Of(group.Resource?.Attributes ?? [], key => source with { Of = $"{SpanValues.Resource}:{key}" }),
            $"{scope.Scope?.Name} {scope.Scope?.Version}".Trim(),
            AttributeTable.Of(scope.Scope?.Attributes ?? [], static _ => null),
            scope.SchemaUrl.Length > 0 ? scope.SchemaUrl : group.SchemaUrl);
    }
}
