namespace OtelBridge.Configuration;

/// <summary>Where the tracking store is and which experiment traces belong to.</summary>
/// <param name="Address">The store's gRPC address as <c>http</c> or <c>https</c>.</param>
/// <param name="ExperimentId">Experiment by id.</param>
/// <param name="ExperimentName">Experiment by name, when there is no id.</param>
internal sealed record StoreSettings(Uri Address, string? ExperimentId, string? ExperimentName);
