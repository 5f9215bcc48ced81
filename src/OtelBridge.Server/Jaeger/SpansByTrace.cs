using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Jaeger;

/// <summary>Takes a request apart by trace; its spans stay under the resource and scope they came with.</summary>
internal static class SpansByTrace
{
    /// <summary>Gives the traces in the order of their first spans.</summary>
    public static IEnumerable<(string TraceId, IReadOnlyList<ResourceSpans> Groups)> Of(ExportTraceServiceRequest request)
    {
        var traces = new Dictionary<string, List<ResourceSpans>>(StringComparer.Ordinal); // bounded by the spans of the request
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var spans in scope.Spans.GroupBy(static span => Hex.Write(span.TraceId.Span)))
                {
                    if (!traces.TryGetValue(spans.Key, out var groups))
                    {
                        traces[spans.Key] = groups = [];
                    }

                    // Messages compare by value; the same one is meant.
                    if (groups.Count == 0 || !ReferenceEquals(groups[^1].Resource, resource.Resource))
                    {
                        groups.Add(new ResourceSpans { Resource = resource.Resource });
                    }

                    groups[^1].ScopeSpans.Add(new ScopeSpans { Scope = scope.Scope, Spans = { spans } });
                }
            }
        }

        return traces.Select(static trace => (trace.Key, (IReadOnlyList<ResourceSpans>)trace.Value));
    }
}
