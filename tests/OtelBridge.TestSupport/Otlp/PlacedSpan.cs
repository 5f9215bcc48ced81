using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>A span with the resource and the scope that it came in.</summary>
public sealed record PlacedSpan(Resource Resource, InstrumentationScope Scope, Span Span)
{
    /// <summary>Every span of the groups, in order.</summary>
    public static IEnumerable<PlacedSpan> In(IEnumerable<ResourceSpans> groups) =>
        from resource in groups
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select new PlacedSpan(resource.Resource ?? new Resource(), scope.Scope ?? new InstrumentationScope(), span);
}
