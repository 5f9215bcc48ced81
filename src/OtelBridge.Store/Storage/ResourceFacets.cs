using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>Which attributes resources and scopes have: the text index does not hold them, and a search by attribute must know when not to ask it.</summary>
internal sealed class ResourceFacets
{
    // By reference: spans of one request share them. Bounded by the resources and scopes of one request.
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds the attributes that a payload is the first of its request to have.</summary>
    public void AddTo(HashSet<Facet> facets, TracesData payload)
    {
        foreach (var group in payload.ResourceSpans)
        {
            Add(facets, group.Resource, group.Resource?.Attributes);
            foreach (var scope in group.ScopeSpans)
            {
                Add(facets, scope.Scope, scope.Scope?.Attributes);
            }
        }
    }

    /// <summary>Whether attributes of a key are noted.</summary>
    public static bool Has(string key) => key.Length is > 0 and <= FacetRule.Width;

    private void Add(HashSet<Facet> facets, object? owner, IEnumerable<KeyValue>? attributes)
    {
        if (owner is null || attributes is null || !_seen.Add(owner))
        {
            return;
        }

        foreach (var attribute in attributes)
        {
            if (Has(attribute.Key) && attribute.Value is { } value)
            {
                facets.Add(Facet.Of(FacetKind.ResourceAttribute, attribute.Key, AttributeText.Plain(value) ?? string.Empty));
                if (value.HasStringValue)
                {
                    facets.Add(Facet.Of(FacetKind.ResourceAttribute, attribute.Key, value.StringValue)); // a text in quotes is found with them and without
                }
            }
        }
    }
}
