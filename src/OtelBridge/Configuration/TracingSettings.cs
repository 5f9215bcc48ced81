using System.Text.Json;

namespace OtelBridge.Configuration;

/// <summary>All settings, decided once from code, configuration, environment and defaults.</summary>
internal sealed record TracingSettings
{
    /// <summary>The collector, when spans go there.</summary>
    public CollectorSettings? Collector { get; init; }

    /// <summary>The store, when spans go there.</summary>
    public StoreSettings? Store { get; init; }

    /// <summary>The tracking server, whether or not spans go there: questions do.</summary>
    public required TrackingSettings Tracking { get; init; }

    /// <summary>Experiment by id; also put on root spans.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Share of traces to record; null leaves the provider's sampler as it is.</summary>
    public double? SamplingRatio { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required int MaxContentBytes { get; init; }

    public required TimeSpan MaxContentTime { get; init; }

    public JsonSerializerOptions? JsonSerializerOptions { get; init; }

    public required LifetimeSettings Lifetime { get; init; }

    public required DeliverySettings Delivery { get; init; }
}
