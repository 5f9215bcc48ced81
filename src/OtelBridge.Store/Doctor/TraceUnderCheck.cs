using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Doctor;

/// <summary>One trace as it is stored, and as its payload says it should be.</summary>
internal sealed class TraceUnderCheck
{
    public required string TraceId { get; init; }

    /// <summary>Gets the record.</summary>
    public required TraceFacts Record { get; init; }

    /// <summary>Gets the stored columns of its spans, by span id. Bounded by the spans of one trace.</summary>
    public required IReadOnlyDictionary<long, SpanRow> Columns { get; init; }

    /// <summary>Gets the columns that follow from the payload, by span id; null when it cannot be read.</summary>
    public required IReadOnlyDictionary<long, SpanRow>? Payload { get; init; }

    /// <summary>Gets a few words of its spans.</summary>
    public required IReadOnlyCollection<string> Words { get; init; }
}
