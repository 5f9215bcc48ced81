using System.Text.Json;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>All settings, decided once from code, configuration, environment and defaults.</summary>
internal sealed record TracingSettings
{
    /// <summary>Where spans go, in the order of their names but for the default ones, which come first.</summary>
    public required IReadOnlyList<DestinationSettings> Destinations { get; init; }

    /// <summary>The default collector, when spans go there.</summary>
    public CollectorSettings? Collector => Destinations.FirstOrDefault(static d => d.Name == DestinationNames.Collector)?.Collector;

    /// <summary>The default tracking server, when spans go there.</summary>
    public StoreSettings? Store => Destinations.FirstOrDefault(static d => d.Name == DestinationNames.Store)?.Store;

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

    /// <summary>What is traced of model calls.</summary>
    public required GenAISettings GenAI { get; init; }

    public required LifetimeSettings Lifetime { get; init; }

    /// <summary>Where the metric of spans is sent; null for nowhere.</summary>
    public MetricsSettings? Metrics { get; init; }

    /// <summary>What no destination may see; null for nothing.</summary>
    public MaskSettings? Masks { get; init; }

    public required DeliverySettings Delivery { get; init; }

    /// <summary>Whether the doctor runs once at the start; null for development alone.</summary>
    public bool? DiagnoseAtStart { get; init; }

    /// <summary>What was set and could not be used.</summary>
    public IReadOnlyList<IgnoredSetting> Ignored { get; init; } = [];
}
