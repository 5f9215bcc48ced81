namespace OtelBridge.Store.Model;

/// <summary>What a value that traces are found by is a value of. Stored: numbers never change meaning.</summary>
internal enum FacetKind
{
    SpanName = 1,
    SpanType = 2,

    /// <summary>Only ERROR; the other statuses are common to nearly all traces.</summary>
    SpanStatus = 3,
    Model = 4,
    ServiceName = 5,

    /// <summary>A tag; the facet's key is the tag's.</summary>
    Tag = 6,

    /// <summary>Metadata; the facet's key is the metadata's.</summary>
    Metadata = 7,

    /// <summary>An operation of a service; see <see cref="OperationFacet"/>. Listed, never searched by: no traces are noted with it.</summary>
    Operation = 8,

    /// <summary>The OTLP id of spans that were stored under an id of their own: the key is the hex digits, the value the id of the trace.</summary>
    OtlpTraceId = 9,

    /// <summary>An attribute of a resource or scope. Without a key: the newest trace that was stored before they were noted.</summary>
    ResourceAttribute = 10,
}
