using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The record of a trace as it is computed from its inputs, and as a row of <c>traces</c> holds it.</summary>
internal sealed class ClickHouseRecord(string traceId)
{
    public string TraceId => traceId;

    /// <summary>Gets what follows from the spans; then what clients have said over it.</summary>
    public TraceFacts Facts { get; init; } = new();

    /// <summary>Gets or sets which version of the record this is: the writes that it was made of, and a random tail.</summary>
    public ulong Version { get; set; }

    /// <summary>Gets or sets when the first input was stored.</summary>
    public ulong Arrival { get; set; }

    /// <summary>Gets or sets the last write that was seen; 0 for a record that was read.</summary>
    public ulong LastWrite { get; set; }

    /// <summary>Gets or sets how many stored copies of spans no longer count.</summary>
    public uint Replaced { get; set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> RunIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the assessments, in the order in which a record shows them.</summary>
    public List<Assessment> Assessments { get; } = [];
}
