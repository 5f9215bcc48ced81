namespace OtelBridge;

/// <summary>Where traces are put on the tracking server: an experiment, by id or by name.</summary>
/// <remarks>It has nothing to do with the address: which server, and which collector, the options of tracing say.</remarks>
public sealed record MlflowDestination
{
    private MlflowDestination(string? experimentId, string? experimentName)
    {
        ExperimentId = experimentId;
        ExperimentName = experimentName;
    }

    /// <summary>Gets the id of the experiment.</summary>
    /// <value>Null when it is given by name.</value>
    public string? ExperimentId { get; }

    /// <summary>Gets the name of the experiment.</summary>
    /// <value>Null when it is given by id.</value>
    public string? ExperimentName { get; }

    /// <summary>Names an experiment by its id.</summary>
    /// <param name="experimentId">A whole number as text. Traces for an experiment that is not there are refused by the server.</param>
    public static MlflowDestination Experiment(string experimentId)
    {
        ArgumentException.ThrowIfNullOrEmpty(experimentId);
        return new MlflowDestination(experimentId, null);
    }

    /// <summary>Names an experiment by its name.</summary>
    /// <param name="experimentName">The name. An experiment that is not there is made before its first trace is sent.</param>
    public static MlflowDestination ExperimentNamed(string experimentName)
    {
        ArgumentException.ThrowIfNullOrEmpty(experimentName);
        return new MlflowDestination(null, experimentName);
    }
}
