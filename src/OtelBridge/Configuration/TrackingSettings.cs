namespace OtelBridge.Configuration;

/// <summary>Which tracking server this program uses, and which experiment there.</summary>
internal sealed record TrackingSettings
{
    public TrackingAddress Address { get; init; } = TrackingAddress.Default;

    /// <summary>Experiment by id.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Experiment by name, when there is no id.</summary>
    public string? ExperimentName { get; init; }

    public RestSettings Rest { get; init; } = new();
}
