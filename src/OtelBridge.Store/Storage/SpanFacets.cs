using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>What a trace is found by, as its spans say it.</summary>
internal static class SpanFacets
{
    /// <summary>Gives each value once.</summary>
    public static HashSet<Facet> Of(string traceId, IReadOnlyList<SpanRow> spans)
    {
        var facets = new HashSet<Facet>(); // bounded by the spans of one request
        foreach (var span in spans)
        {
            facets.Add(Facet.Of(FacetKind.SpanName, span.Name));
            facets.Add(OperationFacet.Of(span));
            Add(facets, FacetKind.SpanType, span.Type);
            Add(facets, FacetKind.Model, span.Model);
            Add(facets, FacetKind.ServiceName, span.ServiceName);
            if (span.Status == (int)Status.Types.StatusCode.Error)
            {
                facets.Add(Facet.Of(FacetKind.SpanStatus, Facet.ErrorStatus));
            }

            if (span.OtlpTraceId is { } otlpId)
            {
                facets.Add(Facet.Of(FacetKind.OtlpTraceId, otlpId, traceId));
            }

            if (span.Root is { } root)
            {
                Add(facets, FacetKind.Tag, root.Tags);
                Add(facets, FacetKind.Metadata, root.Metadata);
            }
        }

        return facets;
    }

    private static void Add(HashSet<Facet> facets, FacetKind kind, string? value)
    {
        if (value is not null)
        {
            facets.Add(Facet.Of(kind, value));
        }
    }

    private static void Add(HashSet<Facet> facets, FacetKind kind, IReadOnlyList<KeyValuePair<string, string>> items)
    {
        foreach (var (key, value) in items)
        {
            if (FacetRule.Has(kind, key))
            {
                facets.Add(Facet.Of(kind, key, value));
            }
        }
    }
}
