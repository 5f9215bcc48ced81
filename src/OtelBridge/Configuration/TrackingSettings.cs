namespace OtelBridge.Configuration;

/// <summary>Which tracking server this program uses, and which experiment there.</summary>
internal sealed record TrackingSettings
{
    public TrackingAddress Address { get; init; } = TrackingAddress.Default;

    /// <summary>Whether an address is set anywhere.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Experiment by id.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Experiment by name, when there is no id.</summary>
    public string? ExperimentName { get; init; }

    /// <summary>Whether the experiment is one that ranks before a run and a chosen experiment.</summary>
    public bool IsDestination { get; init; }

    /// <summary>The run that the first run of the program goes on with.</summary>
    public string? RunId { get; init; }

    public RestSettings Rest { get; init; } = new();
}
