using System.Buffers.Binary;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage;

/// <summary>Puts the payloads of one trace together: one group for each resource and scope, however many requests brought them.</summary>
internal sealed class TraceAssembly
{
    // Keys are the messages without their spans; generated messages compare by value. Bounded by the groups of one trace.
    private readonly Dictionary<ResourceSpans, Dictionary<ScopeSpans, List<(SpanPlace Place, Span Span)>>> _groups = [];

    /// <summary>Adds a payload.</summary>
    /// <param name="payload">The spans of one request; taken apart.</param>
    /// <param name="place">Gives the place of the span at a position, or null when the span is to be left out.</param>
    public void Add(TracesData payload, Func<int, SpanPlace?> place)
    {
        var ordinal = 0;
        foreach (var resource in payload.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                var group = Group(resource, scope);
                foreach (var span in scope.Spans)
                {
                    if (place(ordinal++) is { } found)
                    {
                        group.Add((found, span));
                    }
                }
            }
        }
    }

    /// <summary>Gives the groups in the order of their first spans, each with its roots first, then by start, then by span id.</summary>
    /// <remarks>Many clocks tick by the millisecond: without the id, equals would stand as the backend happens to read them.</remarks>
    public IEnumerable<ResourceSpans> ToResourceSpans() =>
        from resource in _groups
        let scopes = (from scope in resource.Value
                      where scope.Value.Count > 0
                      let spans = scope.Value.OrderBy(Order).ToList()
                      let first = Order(spans[0])
                      orderby first
                      select (First: first, Group: Fill(scope.Key, spans))).ToList()
        where scopes.Count > 0
        orderby scopes[0].First
        select Fill(resource.Key, scopes.Select(s => s.Group));

    private static (bool IsChild, long Start, long Id) Order((SpanPlace Place, Span Span) span) =>
        (!span.Place.IsRoot, span.Place.StartUnixNano, BinaryPrimitives.ReadInt64BigEndian(span.Span.SpanId.Span));

    private static ScopeSpans Fill(ScopeSpans key, List<(SpanPlace Place, Span Span)> spans)
    {
        var group = key.Clone();
        group.Spans.AddRange(spans.Select(s => s.Span));
        return group;
    }

    private static ResourceSpans Fill(ResourceSpans key, IEnumerable<ScopeSpans> scopes)
    {
        var group = key.Clone();
        group.ScopeSpans.AddRange(scopes);
        return group;
    }

    private List<(SpanPlace Place, Span Span)> Group(ResourceSpans resource, ScopeSpans scope)
    {
        var resourceKey = new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl };
        if (!_groups.TryGetValue(resourceKey, out var scopes))
        {
            _groups[resourceKey] = scopes = [];
        }

        var scopeKey = new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl };
        if (!scopes.TryGetValue(scopeKey, out var spans))
        {
            scopes[scopeKey] = spans = [];
        }

        return spans;
    }
}
