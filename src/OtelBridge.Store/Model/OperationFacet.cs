namespace OtelBridge.Store.Model;

/// <summary>The operations of services among the facets: the key is the service, the value a digit for the span's kind and the span's name.</summary>
internal static class OperationFacet
{
    // Of spans that were stored before kinds were noted; after every digit, so that a list names it last.
    private const char UnknownKind = '?';

    /// <summary>Gives the operation of a span; one without a service has the empty one.</summary>
    public static Facet Of(SpanRow span) => new(
        FacetKind.Operation,
        span.ServiceName is null ? string.Empty : FacetRule.Cut(span.ServiceName),
        (char)('0' + Math.Clamp(span.Kind, 0, 5)) + FacetRule.Cut(span.Name));

    /// <summary>Reads operations as they are listed: kinds that are unknown only where no other is known for the name.</summary>
    public static IReadOnlyList<ServiceOperation> Read(IEnumerable<string> values)
    {
        var names = new HashSet<string>(StringComparer.Ordinal); // bounded by the list
        var operations = new List<ServiceOperation>();
        foreach (var value in values)
        {
            var name = value[1..];
            if (names.Add(name) || value[0] != UnknownKind)
            {
                operations.Add(new ServiceOperation(name, value[0] == UnknownKind ? Otlp.Span.Types.SpanKind.Unspecified : (Otlp.Span.Types.SpanKind)(value[0] - '0')));
            }
        }

        return operations;
    }
}
