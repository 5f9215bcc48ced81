using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>A trace in the working set of one transaction. Its collections are bounded by what the group brings and by what is read of a trace.</summary>
internal sealed class PostgresTrace(string traceId, TraceFacts facts)
{
    public string TraceId => traceId;

    public TraceFacts Facts => facts;

    /// <summary>Gets the experiment and the start that it came with.</summary>
    public (long ExperimentId, long StartUnixNano) FirstPlace { get; } = (facts.ExperimentId, facts.StartUnixNano);

    /// <summary>Gets or sets whether the database has no row of it yet.</summary>
    public bool IsNew { get; set; }

    public bool IsChanged { get; set; }

    public bool SpansReplaced { get; set; }

    /// <summary>Gets or sets how often spans were merged into it, as the database has it.</summary>
    public long Revision { get; set; }

    /// <summary>Gets or sets whether <see cref="Spans"/> are all that there are.</summary>
    public bool HasAllSpans { get; set; }

    /// <summary>Gets the spans that are known by id; null for those that are known not to be stored.</summary>
    public Dictionary<long, PostgresSpan?> Spans { get; } = [];

    /// <summary>Gets what it is found by, as far as it is unwritten.</summary>
    public HashSet<Facet> Facets { get; } = [];

    /// <summary>Gets or sets the tags; null when they were not read.</summary>
    public Dictionary<string, PostgresFact>? Tags { get; set; }

    /// <summary>Gets or sets the metadata; null when they were not read.</summary>
    public Dictionary<string, PostgresFact>? Metadata { get; set; }
}
