namespace OtelBridge.Probing;

/// <summary>What is said of an experiment, on either wire.</summary>
internal static class ExperimentNote
{
    private const string Check = "experiment";

    public static void Found(ProbeTarget target, string id, string name, bool isDeleted, ProbeNotes notes)
    {
        if (isDeleted)
        {
            notes.Add(EndpointFaults.ExperimentDeleted, $"experiment {id} ('{name}') is deleted", "Restore the experiment (MlflowClient.RestoreExperimentAsync), or set another.");
        }
        else
        {
            notes.Ok(Check, $"{Asked(target)} exists: {id}, '{name}'");
        }
    }

    /// <summary>A name is made when the first span comes; an id cannot be, nor the default.</summary>
    public static void Missing(ProbeTarget target, ProbeNotes notes)
    {
        if (target is { ExperimentId: null, ExperimentName: not null })
        {
            notes.Ok(Check, $"{Asked(target)} does not exist and is made with the first span");
        }
        else
        {
            notes.Add(EndpointFaults.ExperimentMissing, $"{Asked(target)} does not exist", "Set the id of an experiment that exists, or its name (MLFLOW_EXPERIMENT_NAME): that is made when missing.");
        }
    }

    public static void Forbidden(ProbeTarget target, ProbeNotes notes) =>
        notes.Add(EndpointFaults.ExperimentForbidden, $"{Asked(target)} may not be read with these credentials", "Give the user the right to edit the experiment, or set another.");

    public static void Unchecked(ProbeTarget target, string seen, ProbeNotes notes) =>
        notes.Add(EndpointFaults.ExperimentUnchecked, $"{Asked(target)} could not be looked up: {seen}", "Look into the log of the server.");

    private static string Asked(ProbeTarget target) => target.ExperimentId is { } id ? $"experiment {id}" : target.ExperimentName is { } name ? $"experiment '{name}'" : "the default experiment";
}
