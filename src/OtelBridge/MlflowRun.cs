namespace OtelBridge;

/// <summary>A run that is under way; traces that start inside it are linked to it.</summary>
public sealed class MlflowRun
{
    internal MlflowRun(string runId) => RunId = runId;

    /// <summary>Gets the id, 32 hex digits.</summary>
    public string RunId { get; }

    internal MlflowDestination? Destination { get; init; }

    internal bool IsActive { get; private set; } = true;

    internal void Leave() => IsActive = false;
}
