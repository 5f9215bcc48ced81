using OtelBridge.Chaos.Processes;

namespace OtelBridge.Chaos.Soak;

/// <summary>What was seen at one moment, and since the one before.</summary>
internal sealed record SoakSample
{
    /// <summary>Since the load began.</summary>
    public required TimeSpan At { get; init; }

    public required ProcessReading Process { get; init; }

    public required double SpansPerSecond { get; init; }

    public required Quantiles Ingest { get; init; }

    public required Quantiles Search { get; init; }

    public required Quantiles Page { get; init; }

    /// <summary>What <c>/metrics</c> says.</summary>
    public required IReadOnlyDictionary<string, long> Metrics { get; init; }

    public long Heap => Metrics.GetValueOrDefault("process_managed_heap_bytes");

    public long Collections => Metrics.GetValueOrDefault("process_full_collections_total");

    /// <summary>Traces that cannot be found by their words from the index yet.</summary>
    public long Unindexed => Metrics.GetValueOrDefault("otelbridge_store_unindexed_traces");

    public long StoreBytes => Metrics.GetValueOrDefault("otelbridge_store_bytes");

    public long StoreSpans => Metrics.GetValueOrDefault("otelbridge_store_spans");
}
