namespace OtelBridge.Configuration;

/// <summary>Where the tracking server is that spans go to, and which experiment traces belong to.</summary>
/// <param name="Address">The server's address as <c>http</c> or <c>https</c>.</param>
/// <param name="ExperimentId">Experiment by id.</param>
/// <param name="ExperimentName">Experiment by name, when there is no id.</param>
/// <param name="Rest">How an MLflow server is spoken to; null for a store that is spoken to over gRPC.</param>
internal sealed record StoreSettings(Uri Address, string? ExperimentId, string? ExperimentName, RestSettings? Rest = null)
{
    public TlsSettings Tls { get; init; } = new();

    /// <summary>Gets who asks, over either wire.</summary>
    public RestSettings Caller { get; init; } = new();

    /// <summary>Gets the experiment of the two above; null when there is none.</summary>
    public MlflowDestination? Experiment =>
        ExperimentId is not null ? MlflowDestination.Experiment(ExperimentId) : ExperimentName is not null ? MlflowDestination.ExperimentNamed(ExperimentName) : null;
}
