namespace OtelBridge.Export.Wires;

/// <summary>A wire to a tracking server, which knows experiments by id.</summary>
internal interface IExperimentSource
{
    /// <summary>The id of an experiment, as far as it is known; of the destination's own for null.</summary>
    string? KnownExperimentId(MlflowDestination? destination);
}
