namespace OtelBridge.Store.Model;

/// <summary>Which traces to find: those that started in a window and have one span for which everything else holds.</summary>
public sealed record ServiceTraceQuery
{
    /// <summary>Gets the ids of the experiments to look in; none for all.</summary>
    public IReadOnlyList<string> ExperimentIds { get; init; } = [];

    /// <summary>Gets the name of the service; empty for spans whose service has no name, null for any.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets the name of the span; null for any.</summary>
    public string? SpanName { get; init; }

    /// <summary>Gets what the span must say.</summary>
    public IReadOnlyList<SpanAttributeMatch> Attributes { get; init; } = [];

    /// <summary>Gets the earliest start of the trace, nanoseconds since 1970.</summary>
    public long StartFromUnixNano { get; init; }

    /// <summary>Gets the end of the window, nanoseconds since 1970: a trace that starts then is no longer found.</summary>
    public long StartBeforeUnixNano { get; init; } = long.MaxValue;

    /// <summary>Gets the shortest duration of the span in nanoseconds; null for any. A span that has not ended has none.</summary>
    public long? MinDurationNano { get; init; }

    /// <summary>Gets the longest duration of the span in nanoseconds; null for any.</summary>
    public long? MaxDurationNano { get; init; }

    /// <summary>Gets the most traces to give, 1 to <see cref="Storage.IServiceReader.MaxTraces"/>.</summary>
    public int Limit { get; init; } = 20;
}
