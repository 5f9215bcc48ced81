using OtelBridge.Otlp;

namespace OtelBridge.Server.Transfer;

/// <summary>Cuts the spans of a large trace into requests that a server takes.</summary>
internal static class SpanPieces
{
    /// <summary>Gives requests of about some size, or one span where that is larger.</summary>
    public static IEnumerable<ExportTraceServiceRequest> Of(ExportTraceServiceRequest whole, int maxBytes)
    {
        if (whole.CalculateSize() <= maxBytes)
        {
            yield return whole;
            yield break;
        }

        var (piece, bytes) = (new ExportTraceServiceRequest(), 0);
        foreach (var resource in whole.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                ScopeSpans? target = null;
                foreach (var span in scope.Spans)
                {
                    var size = span.CalculateSize();
                    if (bytes > 0 && bytes + size > maxBytes)
                    {
                        yield return piece;
                        (piece, bytes, target) = (new ExportTraceServiceRequest(), 0, null);
                    }

                    target ??= Add(piece, resource, scope);
                    target.Spans.Add(span);
                    bytes += size;
                }
            }
        }

        if (bytes > 0)
        {
            yield return piece;
        }
    }

    private static ScopeSpans Add(ExportTraceServiceRequest piece, ResourceSpans resource, ScopeSpans scope)
    {
        var target = new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl };
        if (piece.ResourceSpans is not [.., var last] || !ReferenceEquals(last.Resource, resource.Resource))
        {
            piece.ResourceSpans.Add(new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl });
        }

        piece.ResourceSpans[^1].ScopeSpans.Add(target);
        return target;
    }
}
